import Glibc
import Launch
import TestSupport
import Testing

@Suite struct StateDirectoryTests {
    let directory = TemporaryDirectory()

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
            #expect(error == .taken(directory: home.path, processID: getpid()))
            #expect("\(error!)".contains(home.path))
            #expect(directory.mode("home/martlet.lock") == 0o600)
            _ = consume lock
        }
        // It ends with its holder.
        _ = try ServerLock(home)
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
