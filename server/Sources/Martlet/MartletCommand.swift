import ArgumentParser
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
        main(nil)
    }
}
