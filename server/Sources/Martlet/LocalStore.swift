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
        Task {
            do {
                try await body(try await Self.open(home.database, isGuest: true))
                Glibc.exit(0)
            } catch {
                ProgressLine.clear()
                StandardStream.error.write(line: "martlet: \(error)")
                Glibc.exit(1)
            }
        }
        dispatchMain()
    }

    /// The store in that file, with this version's interpretation.
    static func open(_ path: String, isGuest: Bool) async throws -> SQLiteStore {
        try await SQLiteStore(
            path: path,
            interpreter: Interpreter(version: Interpretation.version) {
                Interpretation.interpret($0, payloads: $1)
            }, isGuest: isGuest)
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
