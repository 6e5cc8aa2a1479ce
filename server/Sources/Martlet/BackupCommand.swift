import ArgumentParser
import Glibc
import Launch
import Store

/// `martlet backup`: a copy of all that is stored, while a server goes on.
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Write a copy of the database, while a server may go on.",
        discussion: """
            The copy is the database as it was when the command began, in one file that only its owner \
            may read. It has that name once it is whole and on the disk. To go back to it, end the \
            server, put the copy in the place of martlet.db in the state directory, and remove \
            martlet.db-wal and martlet.db-shm there. The index of words is made anew then.
            """)

    @OptionGroup var store: LocalStore

    @Argument(help: "The new file; it must not be there yet.")
    var file: String

    func run() throws {
        guard access(file, F_OK) != 0 else { throw ServeError("\(file) is there already") }
        let file = file
        try store.use { store in
            let unfinished = "\(file).\(getpid()).unfinished"
            let watch = Task {
                while !Task.isCancelled {
                    ProgressLine.show("\(Self.size(unfinished)) of \(Self.size(store.path))")
                    try await Task.sleep(for: .milliseconds(500))
                }
            }
            defer { watch.cancel() }
            try await store.backUp(to: unfinished)
            watch.cancel()
            defer { unlink(unfinished) }
            try Self.sync(unfinished)
            // Unlike `rename`, this takes the place of nothing that has come there meanwhile.
            guard link(unfinished, file) == 0 else { throw Self.failure("create", file) }
            ProgressLine.clear()
            StandardStream.output.write(line: "\(file): \(Self.size(file))")
        }
    }

    private static func size(_ path: String) -> ByteSize {
        var status = stat()
        return ByteSize(bytes: stat(path, &status) == 0 ? Int(status.st_size) : 0)
    }

    private static func sync(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("write", path) }
    }

    private static func failure(_ operation: String, _ path: String) -> ServeError {
        ServeError("cannot \(operation) \(path): \(String(cString: strerror(errno)))")
    }
}
