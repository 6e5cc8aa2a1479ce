import ArgumentParser
import Glibc
import Launch

/// `martlet run`: runs a program that knows nothing of Martlet, and records it.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run a program and record its calls.",
        usage: """
            martlet run [<option> ...] <program> [<argument> ...]
            martlet run [<option> ...] -m <module> [<argument> ...]
            martlet run [<option> ...] -c <code> [<argument> ...]
            """,
        discussion: """
            A program that ends in .py, a module and code are run by Python: by MARTLET_PYTHON, \
            else the one beside martlet, else that of the active virtual environment, else python3. \
            Anything else is run as it is, and the Python programs that it starts are recorded. \
            The program takes the place of martlet: input, output, signals and exit status are its own. \
            Settings are read from martlet.toml in the working directory or above, or the file that \
            MARTLET_CONFIG names.
            """)

    @Option(help: "Where to keep what is recorded; else MARTLET_HOME.")
    var home: String?

    @Option(help: """
        Functions to trace when they are imported: package.module:function, …:Class.*, …:*; all of a package, with the \
        modules in it: 'package.*'. May be repeated.
        """)
    var trace: [String] = []

    @Flag(help: "Let Martlet stand in for wrapt.")
    var asWrapt = false

    @Flag(help: """
        Say at the end, on standard error, which of the functions to trace were traced, and which were never imported.
        """)
    var report = false

    @Argument(parsing: .captureForPassthrough, help: "The program and its arguments.")
    var program: [String] = []

    /// Runs the program in place of this one; returns never.
    static func main(calledAs name: SystemString, _ arguments: [SystemString]) -> Never {
        do {
            let understood = try RunArguments(arguments)
            let plan = try LaunchPlan(
                understood, places: Launcher.places(calledAs: name),
                workingDirectory: Launcher.workingDirectory(), system: RealSystem())
            let failure = understood.reports ? ReportedRun.execute(plan) : Launcher.execute(plan)
            MartletCommand.fail(failure.message, status: failure.status)
        } catch RunArguments.Failure.helpIsWanted {
            exit(withError: CleanExit.helpRequest(RunCommand.self))
        } catch RunArguments.Failure.usage(let message) {
            let usage = "Usage: " + usageString().replacing("\n", with: "\n       ")
            MartletCommand.fail("\(message)\n\(usage)\n  See 'martlet run --help' for more.", status: ExitCode.validationFailure.rawValue)
        } catch LaunchPlan.Failure.noInterpreter {
            MartletCommand.fail("cannot find Python: name one with MARTLET_PYTHON", status: Launcher.notFound)
        } catch LaunchPlan.Failure.noBootstrap(let interpreter) {
            MartletCommand.fail(
                """
                \(interpreter.text) has no package martlet: install it there, or name another \
                Python with MARTLET_PYTHON
                """, status: 1)
        } catch {
            MartletCommand.fail("\(error)", status: 1)
        }
    }
}
