import ArgumentParser
import Glibc
import Launch

/// The `martlet` command.
@main
struct MartletCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "martlet",
        abstract: "Records Python calls, and shows what happened.",
        version: martletVersion,
        subcommands: [
            ServeCommand.self, RunCommand.self, KeyCommand.self, SQLCommand.self, ShipCommand.self,
            PriceCommand.self, BackupCommand.self, ReinterpretCommand.self,
        ])

    /// What stands behind `martlet run PROGRAM` is the program's, to the byte; so those arguments
    /// are read here, and not by the parser, for which they would have to be UTF-8.
    static func main() {
        let arguments = (0..<Int(CommandLine.argc)).compactMap { index in
            // Safe: there are `argc` C strings, which live as long as the process.
            CommandLine.unsafeArgv[index].map { SystemString($0) }
        }
        if arguments.count > 1, arguments[1] == "run" {
            RunCommand.main(calledAs: arguments[0], Array(arguments.dropFirst(2)))
        }
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            end(error)
        }
    }

    /// Ends the process with the status of an error, which is said in the form that all commands have. Help is no error.
    private static func end(_ error: any Error) -> Never {
        guard !exitCode(for: error).isSuccess else { exit(withError: error) }
        let (status, prefix) = (exitCode(for: error), "Error: ")
        var message = fullMessage(for: error)
        if message.hasPrefix(prefix) { message.removeFirst(prefix.count) }
        // The parser's own sentences; others may begin with a name of the user's.
        if status == .validationFailure { message = message.prefix(1).lowercased() + message.dropFirst() }
        fail(message, status: status.rawValue)
    }

    /// Says why on standard error, and ends the process.
    static func fail(_ message: String, status: Int32) -> Never {
        ProgressLine.clear()
        StandardStream.error.write(line: "martlet: \(message)")
        Glibc.exit(status)
    }
}
