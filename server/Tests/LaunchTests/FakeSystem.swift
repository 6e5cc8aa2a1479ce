import Launch

/// A system as a test wants it.
struct FakeSystem: LaunchSystem {
    var variables: [String: String] = [:]
    var executables: Set<SystemString> = []
    var directories: [SystemString: [SystemString]] = [:]
    var answers: [SystemString: SystemString] = [:]

    var processID: Int32 { 4242 }

    func variable(_ name: String) -> SystemString? {
        variables[name].flatMap { $0.isEmpty ? nil : SystemString(bytes: $0.utf8) }
    }

    func isExecutable(_ path: SystemString) -> Bool { executables.contains(path) }

    func isDirectory(_ path: SystemString) -> Bool { directories[path] != nil }

    func names(in path: SystemString) -> [SystemString] { directories[path] ?? [] }

    func output(of interpreter: SystemString, program: String) -> SystemString? { answers[interpreter] }
}
