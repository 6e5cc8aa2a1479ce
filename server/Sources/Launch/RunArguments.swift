/// The arguments of `martlet run`.
///
/// Only what stands before the program is ours; everything behind it is the program's, whatever
/// it looks like.
public struct RunArguments: Equatable, Sendable {
    /// What to run.
    public enum Command: Equatable, Sendable {
        /// Arguments for Python's interpreter: a script, or `-m` or `-c` with what belongs to it.
        case python([SystemString])
        /// A program and its arguments.
        case program([SystemString])
    }

    /// The state directory, if one was named.
    public var home: SystemString?
    /// Functions to trace, as `module:path`, where the module may be `package.*`; that alone is all of a package.
    public var traces: [SystemString] = []
    /// Martlet stands in for `wrapt`.
    public var standsInForWrapt = false
    /// What became of the functions to trace is to be said at the end.
    public var reports = false
    public var command: Command

    /// Why arguments were not understood.
    public enum Failure: Error, Equatable, Sendable {
        case helpIsWanted
        case usage(String)
    }

    /// - Parameter arguments: what follows `martlet run`.
    public init(_ arguments: [SystemString]) throws(Failure) {
        var rest = arguments[...]
        while let first = rest.first {
            switch first {
            case "--home":
                guard let value = rest.dropFirst().first, !value.isEmpty else {
                    throw .usage("--home needs a directory")
                }
                home = value
                rest = rest.dropFirst(2)
            case "--trace":
                guard let value = rest.dropFirst().first else { throw .usage("--trace needs a pattern: package.module:Class.*") }
                traces.append(try Self.pattern(value))
                rest = rest.dropFirst(2)
            case "--as-wrapt":
                standsInForWrapt = true
                rest = rest.dropFirst()
            case "--report":
                reports = true
                rest = rest.dropFirst()
            case "-h", "--help":
                throw .helpIsWanted
            case "--":
                rest = rest.dropFirst()
                command = try Self.command(rest)
                return
            case "-m", "-c":
                guard rest.count > 1 else { throw .usage("\(first.text) needs a value") }
                command = .python(Array(rest))
                return
            default:
                if first.hasPrefix("--home=") {
                    home = SystemString(bytes: first.bytes.dropFirst("--home=".utf8.count))
                    guard home?.isEmpty == false else { throw .usage("--home needs a directory") }
                    rest = rest.dropFirst()
                    continue
                }
                if first.hasPrefix("--trace=") {
                    traces.append(try Self.pattern(SystemString(bytes: first.bytes.dropFirst("--trace=".utf8.count))))
                    rest = rest.dropFirst()
                    continue
                }
                guard !first.hasPrefix("-") else { throw .usage("there is no option \(first.text)") }
                command = try Self.command(rest)
                return
            }
        }
        throw .usage("a program is missing")
    }

    /// A pattern in the form that the program will understand; whether there is such a module shows when it is imported.
    private static func pattern(_ text: SystemString) throws(Failure) -> SystemString {
        let parts = text.bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        let module = parts[0], star = UInt8(ascii: "*")
        let isPackage = module.count > 2 && module.elementsEqual(module.dropLast(2) + [UInt8(ascii: "."), star])
        guard parts.count == 2 || (parts.count == 1 && isPackage), parts.allSatisfy({ !$0.isEmpty }),
            !(isPackage ? module.dropLast(2) : module).contains(star), !text.bytes.contains(UInt8(ascii: "\n"))
        else {
            throw .usage(
                """
                --trace takes package.module:function, package.module:Class.* or package.module:*, and package.* in place of \
                the module, or alone, for all modules of a package; not \(text.text)
                """)
        }
        return text
    }

    private static func command(_ arguments: ArraySlice<SystemString>) throws(Failure) -> Command {
        guard let program = arguments.first, !program.isEmpty else { throw .usage("a program is missing") }
        return program.hasSuffix(".py") ? .python(Array(arguments)) : .program(Array(arguments))
    }
}
