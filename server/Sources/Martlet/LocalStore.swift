import ArgumentParser
import Dispatch
import Glibc
import Interpretation
import Launch
import Store

/// The store of a state directory, for a command that works on it beside a server.
struct LocalStore: ParsableArguments {
    @Option(help: "Where what is recorded is kept; else MARTLET_HOME.")
    var home: String?

    /// Runs `body` with the store, and ends the process.
    func use(_ body: @escaping @Sendable (SQLiteStore) async throws -> Void) throws -> Never {
        guard let home = home.map(StateDirectory.init(path:)) ?? StateDirectory.standard() else {
            throw ServeError("there are no recordings: set MARTLET_HOME")
        }
        guard access(home.database, F_OK) == 0 else {
            throw ServeError("there is no database at \(home.database): has a server run there?")
        }
        guard access(home.database, R_OK | W_OK) == 0 else {
            throw ServeError("cannot write to \(home.database): \(String(cString: strerror(errno)))")
        }
        signal(SIGPIPE, SIG_IGN)
        Self.end {
            try await Self.settle(home)
            try await body(try await Self.openBeside(home))
        }
    }

    /// Runs `body`, and ends the process.
    static func end(after body: @escaping @Sendable () async throws -> Void) -> Never {
        Task {
            do {
                try await body()
                Glibc.exit(0)
            } catch {
                MartletCommand.fail("\(error)", status: 1)
            }
        }
        dispatchMain()
    }

    /// Has what was acknowledged before in the tables: the server that runs puts it there, and what one left
    /// that was killed is put there now.
    static func settle(_ home: StateDirectory) async throws {
        let backlog = Backlog(database: home.database)
        let clock = ContinuousClock()
        let deadline = clock.now + Self.patience
        while try !backlog.isSettled() {
            // It is taken where a server runs, which is about to do it.
            if let lock = try? ServerLock(home, as: .settling) {
                // To open the store does all that there is to do.
                _ = try? await openAsOwn(home, lock)
            }
            guard clock.now < deadline else {
                return StandardStream.error.write(
                    line: "martlet: what was received last is left out: it could not be put into the database yet")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private static let patience = Duration.seconds(5)

    /// The store beside the server, if one runs; of an earlier version it is brought to this one first, if none does.
    private static func openBeside(_ home: StateDirectory) async throws -> SQLiteStore {
        do {
            return try await open(home.database, isGuest: true)
        } catch StoreError.olderVersion(let path, let found, let supported) {
            // A server of that version does not know what it would have to write from then on.
            guard let lock = try? ServerLock(home, as: .settling) else {
                throw ServeError("\(StoreError.olderVersion(path: path, found: found, supported: supported)), and a server has it open: restart that")
            }
            try await openAsOwn(home, lock)
            return try await open(home.database, isGuest: true)
        }
    }

    /// Opens the store as a server does, says what it finds there that is another's, and leaves all in order.
    ///
    /// - Parameter lock: keeps servers away meanwhile.
    private static func openAsOwn(_ home: StateDirectory, _ lock: consuming ServerLock) async throws {
        let store = try await open(home.database, isGuest: false)
        for file in store.setAside {
            StandardStream.error.write(line: "martlet: received spans of another database were set aside: \(file)")
        }
        try await store.finish()
        _ = consume lock
    }

    /// The store in that file, with this version's interpretation.
    static func open(
        _ path: String, isGuest: Bool, onEvent: @escaping @Sendable (StoreEvent) -> Void = { _ in }
    ) async throws -> SQLiteStore {
        try await SQLiteStore(
            path: path,
            interpreter: Interpreter(version: Interpretation.version) {
                Interpretation.outline($0, payloads: $1)
            } body: {
                Interpretation.interpret($0, payloads: $1)
            }, isGuest: isGuest, onEvent: onEvent)
    }
}

extension SQLiteStore {
    /// Does all that is due, and shows how far it is. Ending it loses nothing: it goes on there.
    func finishWork(_ name: String) async throws {
        let clock = ContinuousClock()
        let all = try await progress()?.all ?? 0
        while true {
            let start = clock.now
            guard try await maintain() else { break }
            if let progress = try await progress() {
                ProgressLine.show("\(name): \(min(progress.done, progress.all)) of \(progress.all) spans")
            }
            // A server that runs has its turn to write: it waits for the lock by looking now and then.
            try await Task.sleep(for: max(.milliseconds(5), (clock.now - start) / 4))
        }
        ProgressLine.clear()
        StandardStream.output.write(line: "\(name): done, \(all) spans")
    }
}
