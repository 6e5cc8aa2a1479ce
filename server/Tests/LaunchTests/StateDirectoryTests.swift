import Glibc
import Launch
import TestSupport
import Testing

@Suite struct StateDirectoryTests {
    let directory = TemporaryDirectory()
    /// For what happens soon, where the tests beside this one leave room for it.
    let long = Duration.seconds(900)

    @Test func whereItIs() {
        func path(_ variables: [String: String]) -> String? {
            StateDirectory.standard(system: FakeSystem(variables: variables))?.path
        }
        #expect(path(["MARTLET_HOME": "/m", "XDG_STATE_HOME": "/x", "HOME": "/h"]) == "/m")
        #expect(path(["XDG_STATE_HOME": "/x", "HOME": "/h"]) == "/x/martlet")
        #expect(path(["XDG_STATE_HOME": "x", "HOME": "/h"]) == "/h/.local/state/martlet")
        #expect(path(["MARTLET_HOME": "", "HOME": "/h"]) == "/h/.local/state/martlet")
        #expect(path([:]) == nil)
    }

    @Test func itIsMadeForItsOwnerAlone() throws {
        let old = umask(0)
        defer { umask(old) }
        let home = StateDirectory(path: directory.file("a/b/home"))
        try home.create()
        try home.create()
        for name in ["a", "a/b", "a/b/home", "a/b/home/journal"] { #expect(directory.mode(name) == 0o700) }
    }

    @Test func whatStandsInTheWayIsNamed() {
        FileBytes.write([], to: directory.file("file"))
        let error = #expect(throws: StateDirectoryError.self) { try StateDirectory(path: directory.file("file/home")).create() }
        #expect(error?.path == directory.file("file"))
        #expect("\(error!)" == "cannot make the directory \(directory.file("file")): Not a directory")
    }

    @Test func oneServerAtATime() throws {
        let home = StateDirectory(path: directory.file("home"))
        try home.create()
        do {
            let lock = try ServerLock(home)
            let error = #expect(throws: ServerLock.Failure.self) { _ = try ServerLock(home) }
            #expect(error == .taken(directory: home.path, processID: getpid(), role: .server))
            #expect("\(error!)".contains(home.path))
            #expect(directory.mode("home/martlet.lock") == 0o600)
            _ = consume lock
        }
        // It ends with its holder.
        _ = try ServerLock(home)
    }

    /// A command has the lock for a moment; a server waits for that, and says so once.
    @Test func aCommandIsWaitedFor() async throws {
        let home = StateDirectory(path: directory.file("home"))
        try home.create()
        let (taken, isTaken) = AsyncStream<Void>.makeStream()
        let (waited, isWaited) = AsyncStream<Void>.makeStream()
        let holder = Task {
            defer { isTaken.finish() }
            let lock = try ServerLock(home, as: .settling)
            isTaken.finish()
            for await _ in waited {}
            _ = consume lock
        }
        for await _ in taken {}
        var told: [String] = []
        await #expect(throws: ServerLock.Failure.taken(directory: home.path, processID: getpid(), role: .settling)) {
            _ = try await ServerLock.waiting(home, as: .server, patience: .milliseconds(50)) { told.append("\($0)") }
        }
        let lock = try await ServerLock.waiting(home, as: .server, patience: long) {
            told.append("\($0)")
            isWaited.finish()
        }
        let text = "a command puts into the database of \(home.path) what a server left (process \(getpid()))"
        #expect(told == [text, text])
        _ = consume lock
        try await holder.value
    }

    /// What the file says of a process that is gone is not of the one that has the lock, and has said nothing yet.
    @Test(arguments: ["", "1073741824\nserve\n"])
    func whoSaysNothingYetIsWaitedFor(text: String) async throws {
        let home = StateDirectory(path: directory.file("home"))
        try home.create()
        let descriptor = open(home.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(descriptor) }
        #expect(flock(descriptor, LOCK_EX) == 0)
        FileBytes.write(text.utf8, to: home.lock)
        let holder = Task {
            try await Task.sleep(for: .milliseconds(300))
            flock(descriptor, LOCK_UN)
        }
        let lock = try await ServerLock.waiting(home, as: .server, patience: long) { _ in
            Issue.record("nobody has said why")
        }
        _ = consume lock
        try await holder.value
    }

    /// A server is not, nor one that sends the journal on.
    @Test(arguments: [(ServerLock.Role.server, "another server follows"), (.shipment, "martlet ship follows")])
    func aServerIsNotWaitedFor(role: ServerLock.Role, text: String) async throws {
        let home = StateDirectory(path: directory.file("home"))
        try home.create()
        let lock = try ServerLock(home, as: role)
        let error = await #expect(throws: ServerLock.Failure.self) {
            _ = try await ServerLock.waiting(home, as: .server) { _ in Issue.record("it waits") }
        }
        #expect("\(error!)" == "\(text) \(home.path) already (process \(getpid()))")
        _ = consume lock
    }

    /// The one place for the version is `pyproject.toml`.
    @Test func theVersionIsThePackages() {
        let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let project = String(decoding: FileBytes.read("/\(root)/pyproject.toml"), as: UTF8.self)
        #expect(project.contains("\nversion = \"\(martletVersion)\""))
    }

    @Test func anInterpreterIsAsked() {
        let system = RealSystem()
        #expect(system.output(of: "/bin/sh", program: "echo /a/path; echo more")?.text == "/a/path")
        #expect(system.output(of: "/bin/sh", program: "echo x; exit 3") == nil)
        #expect(system.output(of: "/no/such/thing", program: "") == nil)
        #expect(system.isExecutable("/bin/sh"))
        #expect(!system.isExecutable("/etc"))
        #expect(!system.isExecutable("/etc/passwd"))
        #expect(system.names(in: "/nowhere") == [])
    }
}
