// swift-tools-version: 6.2
import PackageDescription

let swiftSettings: [SwiftSetting] = [
    .strictMemorySafety(),
    .treatWarning("StrictMemorySafety", as: .error),
]

let package = Package(
    name: "journal",
    products: [
        .library(name: "Journal", targets: ["Journal"]),
        .library(name: "JournalReader", targets: ["JournalReader"]),
    ],
    targets: [
        // What Swift cannot import from libc: atomics, errno, variadic calls, macros.
        .target(name: "CJournal"),
        // The layout and the writer. core/ compiles the same folder as Embedded Swift.
        .target(name: "Journal", dependencies: ["CJournal"], swiftSettings: swiftSettings),
        // The reader, for servers and tools.
        .target(name: "JournalReader", dependencies: ["Journal", "CJournal"], swiftSettings: swiftSettings),
        .executableTarget(name: "journal-dump", dependencies: ["JournalReader"], path: "Sources/JournalDump"),
        .testTarget(
            name: "JournalTests",
            dependencies: ["Journal", "JournalReader"],
            resources: [.copy("Golden")]
        ),
    ]
)
