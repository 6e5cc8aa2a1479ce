import Glibc

/// Becomes the program that is to be run.
public enum Launcher {
    /// The exit statuses that shells use.
    public static let notFound: Int32 = 127
    public static let notExecutable: Int32 = 126

    /// Replaces this process, so that input, output, signals and exit status are the program's.
    /// Returns only if that failed: the status to exit with, and why.
    public static func execute(_ plan: LaunchPlan) -> (status: Int32, message: String) {
        export(plan.variables)
        CArguments(plan.arguments).withPointer { arguments in
            plan.program.withCString { _ = execvp($0, arguments) }
        }
        return failure(of: plan, errno)
    }

    /// Sets variables of this process, for the programs that it starts.
    static func export(_ variables: [String: SystemString]) {
        for (name, value) in variables { value.withCString { _ = setenv(name, $0, 1) } }
    }

    /// The status to exit with, and why, where a program could not be executed.
    static func failure(of plan: LaunchPlan, _ code: Int32) -> (status: Int32, message: String) {
        let isMissing = code == ENOENT || code == ENOTDIR
        return (
            isMissing ? notFound : notExecutable,
            "cannot run \(plan.program.text): \(String(cString: strerror(code)))"
        )
    }

    /// The paths of the running program: as it was called, and with links followed.
    public static func places(calledAs name: SystemString) -> [SystemString] {
        var places: [SystemString] = []
        if name.containsSlash { places.append(name) }
        if let path = "/proc/self/exe".withCString({ realpath($0, nil) }) {
            places.append(SystemString(path))
            free(path)
        }
        return places
    }

    /// Where this process is.
    public static func workingDirectory() -> SystemString {
        guard let path = getcwd(nil, 0) else { return "." }
        defer { free(path) }
        return SystemString(path)
    }
}
