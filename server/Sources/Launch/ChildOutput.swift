import Glibc

/// Runs a program for what it prints.
enum ChildOutput {
    /// Longer answers are cut: what is asked for is a path.
    private static let limit = 1 << 16

    /// What it wrote to standard output, without the line's end; `nil` unless it exits with 0.
    static func read(_ program: SystemString, arguments: [SystemString]) -> SystemString? {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return nil }
        defer { close(ends[0]) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        var child: pid_t = 0
        let code = CArguments([program] + arguments).withPointer { arguments in
            program.withCString { posix_spawn(&child, $0, &actions, nil, arguments, environ) }
        }
        close(ends[1])
        guard code == 0 else { return nil }
        let output = readAll(ends[0])
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        // A status of 0 is: exited, and with 0.
        return status == 0 ? SystemString(bytes: output.prefix { $0 != UInt8(ascii: "\n") }) : nil
    }

    private static func readAll(_ descriptor: Int32) -> [UInt8] {
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            // Safe: at most as many bytes as the buffer has are written into it.
            let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return output }
            if output.count < limit { output += buffer[..<count] }
        }
    }
}
