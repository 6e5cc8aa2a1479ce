// swift-tools-version: 6.2
// `martlet._core`, the CPython extension. One build folder per Python: with another
// include path in the same folder clang's module cache silently yields a wrong library,
// so `packaging/` always passes a `--scratch-path` that names the Python it builds for.
import PackageDescription

let include = Context.environment["MARTLET_PYTHON_INCLUDE"] ?? "/usr/include/python3"
// Debian keeps a stub of `pyconfig.h` here, which includes the real one from the parent.
let parent = include.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }

/// Python's headers, with its assertions compiled out as in a release build of Python. Its functions are called through
/// their addresses in one table, without a jump in between: a call of a method has some twenty of these jumps, and each needs
/// a line of the cache for instructions and a place among the branches that the processor predicts.
let headers = ["-I\(include)", "-idirafter\(parent)", "-DNDEBUG", "-fno-plt"]

/// Compiled in as `__version__`; `packaging/` passes the one of `pyproject.toml`.
let version = Context.environment["MARTLET_VERSION"] ?? "0+unknown"

let embedded: [SwiftSetting] = [
    .enableExperimentalFeature("Embedded"),
    .enableExperimentalFeature("Lifetimes"),
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatWarning("StrictMemorySafety", as: .error),
    .unsafeFlags(headers.flatMap { ["-Xcc", $0] } + ["-Xfrontend", "-disable-stack-protector", "-wmo"]),
    // Slots that differ in one call are not merged into a function with the call as a parameter, which short ones, like that
    // of `len()`, would notice. A function begins at 32 bytes, so that what lies before it matters less to its speed.
    .unsafeFlags(["-Xllvm", "-swiftmergefunc-threshold=0", "-Xllvm", "-align-all-functions=5"]),
]

let package = Package(
    name: "martlet-core",
    products: [.library(name: "_core", type: .dynamic, targets: ["Core"])],
    targets: [
        .target(name: "CPython", cSettings: [.unsafeFlags(headers + ["-fno-stack-protector", "-DMARTLET_VERSION=\"\(version)\""])]),
        .target(name: "CJournal"),
        .target(name: "Journal", dependencies: ["CJournal"], swiftSettings: embedded),
        .target(
            name: "Core",
            dependencies: ["CPython", "CJournal", "Journal"],
            exclude: ["Runtime/README.md"],
            swiftSettings: embedded,
            linkerSettings: [
                .unsafeFlags([
                    "-Xlinker", "--version-script=\(Context.packageDirectory)/exports.map",
                    "-Xlinker", "--gc-sections", "-Xlinker", "-s",
                ])
            ]
        ),
    ]
)
