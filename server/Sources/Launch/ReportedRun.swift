import Glibc

/// Runs a program as a child, and says at its end which functions that it was told to trace it never imported.
///
/// Only `martlet run --report` does this; without it the program takes the place of this process.
public enum ReportedRun {
    /// Signals that somebody sends to this process and means for the program. Those of the terminal reach both anyway.
    private static let forwarded = [SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGWINCH, SIGCONT]
    private static let ignored = [SIGINT, SIGQUIT]
    /// The child, for the handler; written before the handler is set.
    nonisolated(unsafe) private static var child: pid_t = 0

    /// Returns only if the program could not be started: the status to exit with, and why. Else this process ends as the
    /// program did.
    public static func execute(_ plan: LaunchPlan) -> (status: Int32, message: String) {
        guard let file = makeFile() else { return (1, "cannot make a file for the report: \(String(cString: strerror(errno)))") }
        Launcher.export(plan.variables)
        Launcher.export(["MARTLET_REPORT": file, "MARTLET_RUN": SystemString(bytes: "child of \(getpid())".utf8)])
        let code = start(plan)
        guard code == 0 else {
            _ = file.withCString { unlink($0) }
            return Launcher.failure(of: plan, code)
        }
        let status = wait()
        report(file)
        end(as: status)
    }

    /// Starts the child, with the signals as they are for this process; from here on they are the child's.
    private static func start(_ plan: LaunchPlan) -> Int32 {
        var all = sigset_t(), before = sigset_t()
        sigfillset(&all)
        sigprocmask(SIG_BLOCK, &all, &before)
        defer { sigprocmask(SIG_SETMASK, &before, nil) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setsigmask(&attributes, &before)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var process: pid_t = 0
        let code = CArguments(plan.arguments).withPointer { arguments in
            plan.program.withCString { posix_spawnp(&process, $0, nil, &attributes, arguments, environ) }
        }
        guard code == 0 else { return code }
        child = process
        for number in forwarded { signal(number) { number in _ = kill(ReportedRun.child, number) } }
        for number in ignored { signal(number, SIG_IGN) }
        return 0
    }

    private static func makeFile() -> SystemString? {
        let folder = RealSystem().variable("TMPDIR") ?? "/tmp"
        var template = folder.appending("martlet-report-XXXXXX").bytes.map { CChar(bitPattern: $0) } + [0]
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { return nil }
        close(descriptor)
        return SystemString(bytes: template.dropLast().map { UInt8(bitPattern: $0) })
    }

    /// Waits for the end of the program; where it is stopped this process stops too, for the shell to see.
    private static func wait() -> Int32 {
        var status: Int32 = 0
        while true {
            let result = waitpid(child, &status, WUNTRACED)
            if result < 0, errno == EINTR { continue }
            guard result == child, status & 0xFF == 0x7F else { return status }
            raise(SIGSTOP)
            kill(child, SIGCONT)
        }
    }

    private static func report(_ file: SystemString) {
        let lines = file.withCString { path -> [String] in
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { return [] }
            defer { close(descriptor) }
            var content: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 65536)
            while content.count < 16 << 20 {
                // Safe: as above.
                let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
                guard count > 0 else { break }
                content += buffer[..<count]
            }
            return String(decoding: content, as: UTF8.self).split(separator: "\n").map(String.init)
        }
        _ = file.withCString { unlink($0) }
        for line in TraceSummary(lines: lines).lines { StandardStream.error.write(line: "martlet: \(line)") }
    }

    /// Ends this process with the status, or by the signal, that the program ended with.
    private static func end(as status: Int32) -> Never {
        let number = status & 0x7F
        guard number != 0 else { exit(status >> 8 & 0xFF) }
        signal(number, SIG_DFL)
        var unlimited = rlimit(rlim_cur: 0, rlim_max: 0)
        // One core file is enough.
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &unlimited)
        raise(number)
        exit(128 + number)
    }
}
