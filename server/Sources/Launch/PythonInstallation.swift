/// Finds the Python that `martlet` was installed into, and its part of the package.
struct PythonInstallation<System: LaunchSystem> {
    /// Paths of the running `martlet`.
    let places: [SystemString]
    let system: System

    /// Python's interpreter: the one that was named, the one beside `martlet`, that of the active
    /// virtual environment, the first on `PATH`.
    func interpreter() throws(LaunchPlan.Failure) -> SystemString {
        if let named = system.variable("MARTLET_PYTHON") { return named }
        for place in places {
            let beside = place.directory.appending("python")
            if system.isExecutable(beside) { return beside }
        }
        if let active = system.variable("VIRTUAL_ENV")?.appending("bin/python"), system.isExecutable(active) {
            return active
        }
        for folder in (system.variable("PATH")?.bytes ?? []).split(separator: UInt8(ascii: ":")) {
            let found = SystemString(bytes: folder).appending("python3")
            if system.isExecutable(found) { return found }
        }
        throw .noInterpreter
    }

    /// The folder whose `sitecustomize` begins the recording.
    func bootstrap() throws(LaunchPlan.Failure) -> SystemString {
        if let named = system.variable("MARTLET_BOOTSTRAP") { return named }
        for place in places {
            let library = place.directory.appending("../lib")
            for name in system.names(in: library) where name.hasPrefix("python3") {
                let found = library.appending(name).appending("site-packages/martlet/_bootstrap")
                if system.isDirectory(found) { return found }
            }
        }
        let interpreter = try interpreter()
        guard let found = system.output(of: interpreter, program: Self.question), system.isDirectory(found)
        else { throw .noBootstrap(interpreter: interpreter) }
        return found
    }

    /// Finds the package and does not import it.
    private static var question: String {
        """
        import importlib.util, os, sys
        spec = importlib.util.find_spec("martlet")
        if not spec or not spec.submodule_search_locations: sys.exit(1)
        print(os.path.join(list(spec.submodule_search_locations)[0], "_bootstrap"))
        """
    }
}
