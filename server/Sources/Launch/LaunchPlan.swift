/// What `martlet run` will execute, with which variables.
public struct LaunchPlan: Equatable, Sendable {
    /// Looked up on `PATH` if there is no slash in it.
    public var program: SystemString
    /// The program's name among them.
    public var arguments: [SystemString]
    public var variables: [String: SystemString]

    /// Why there is no plan.
    public enum Failure: Error, Equatable, Sendable {
        case noInterpreter
        /// Neither beside this file nor where that interpreter looks.
        case noBootstrap(interpreter: SystemString)
    }

    /// - Parameters:
    ///   - places: paths of the running `martlet`: as it was called, and with links followed.
    ///   - workingDirectory: what a relative state directory is relative to.
    public init(
        _ arguments: RunArguments, places: [SystemString], workingDirectory: SystemString,
        system: some LaunchSystem
    ) throws(Failure) {
        let installation = PythonInstallation(places: places, system: system)
        switch arguments.command {
        case .python(let rest):
            program = try installation.interpreter()
            self.arguments = [program] + rest
        case .program(let all):
            program = all[0]
            self.arguments = all
        }
        let bootstrap = try installation.bootstrap()
        var path = bootstrap
        if let existing = system.variable("PYTHONPATH") {
            path.bytes += [UInt8(ascii: ":")] + existing.bytes
        }
        // The bootstrap complains in this process alone, and not in its children.
        variables = ["PYTHONPATH": path, "MARTLET_RUN": SystemString(bytes: String(system.processID).utf8)]
        if !arguments.traces.isEmpty {
            variables["MARTLET_TRACE"] = SystemString(bytes: arguments.traces.map(\.bytes).joined(separator: [UInt8(ascii: "\n")]))
        }
        if arguments.standsInForWrapt { variables["MARTLET_AS_WRAPT"] = "1" }
        if let home = arguments.home {
            // The program may change its working directory.
            variables["MARTLET_HOME"] = home.hasPrefix("/") ? home : workingDirectory.appending(home)
        }
    }
}
