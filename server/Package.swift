// swift-tools-version: 6.2
import PackageDescription

/// The server is one file that needs nothing but libc and libm: see `check-linkage`.
///
/// This is said here, for the executable alone, and not with `--static-swift-stdlib`: that flag
/// would need a second build of everything, in which the tests do not build.
let oneFile: [LinkerSetting] = [
    .unsafeFlags(
        [
            "-static-stdlib", "-use-ld=lld",
            // What FoundationEssentials is made of, and does not name itself.
            "-l_FoundationCShims", "-l_FoundationCollections",
            "-L\(Context.packageDirectory)/Linking", "-Xclang-linker", "-static-libgcc",
            "-Xlinker", "--gc-sections", "-Xlinker", "-s",
            // Nothing is loaded into it that would ask for its symbols.
            "-Xlinker", "--no-export-dynamic",
            "-Xlinker", "-T\(Context.packageDirectory)/Linking/no-unwinding.ld",
        ],
        .when(platforms: [.linux], configuration: .release))
]

let package = Package(
    name: "server",
    products: [.executable(name: "martlet", targets: ["Martlet"])],
    dependencies: [
        .package(path: "../journal"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.0.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "Access", dependencies: ["JSON"]),
        .target(name: "Bytes"),
        .target(name: "Execution"),
        .target(name: "SQLite", dependencies: ["Bytes", "CSQLite", "Execution"]),
        .target(name: "Model"),
        .target(name: "JSON", dependencies: ["Bytes"]),
        .target(name: "Store", dependencies: ["Bytes", "Execution", "Model", "SQLite"]),
        .target(name: "Interpretation", dependencies: ["Model", "JSON"]),
        .target(name: "OTLP", dependencies: ["Bytes", "CZlib", "JSON", "Model"]),
        .target(name: "APIDocument", exclude: ["openapi.json"]),
        .target(name: "Shipping", dependencies: ["CZlib", "JSON", "Model", "Store"]),
        .target(
            name: "HTTPClient",
            dependencies: [
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        .target(name: "WebAssets", exclude: ["martlet.css", "martlet.svg"]),
        .target(name: "Web", dependencies: ["JSON", "Model", "WebAssets"]),
        .target(
            name: "Ingest",
            dependencies: [
                "Execution", "JSON", "Model", "Store",
                .product(name: "Journal", package: "journal"),
                .product(name: "JournalReader", package: "journal"),
            ]),
        .target(
            name: "API",
            dependencies: [
                "APIDocument", "Access", "Execution", "JSON", "Model", "OTLP", "Shipping", "Store", "Web",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
            ]),
        .target(name: "Launch"),
        .executableTarget(
            name: "Martlet",
            dependencies: [
                "API", "Access", "HTTPClient", "Ingest", "Interpretation", "JSON", "Launch", "Shipping",
                "Store",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            linkerSettings: oneFile),
        .target(name: "TestSupport", dependencies: ["Model", "Store"], path: "Tests/TestSupport"),
        .testTarget(name: "AccessTests", dependencies: ["Access", "JSON", "TestSupport"]),
        .testTarget(name: "SQLiteTests", dependencies: ["SQLite", "TestSupport"]),
        .testTarget(
            name: "StoreTests", dependencies: ["Model", "SQLite", "Store", "TestSupport"],
            exclude: ["Fixtures"]),
        .testTarget(
            name: "IngestTests",
            dependencies: [
                "Ingest", "Model", "Store", "TestSupport",
                .product(name: "Journal", package: "journal"),
                .product(name: "JournalReader", package: "journal"),
            ]),
        .testTarget(
            name: "APITests",
            dependencies: [
                "API", "Access", "CZlib", "Interpretation", "JSON", "Model", "Store", "TestSupport",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]),
        .testTarget(
            name: "ShippingTests", dependencies: ["JSON", "Model", "Shipping", "Store", "TestSupport"]),
        .testTarget(
            name: "HTTPClientTests",
            dependencies: [
                "HTTPClient", "TestSupport",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        .testTarget(name: "LaunchTests", dependencies: ["Launch", "TestSupport"]),
        .testTarget(name: "JSONTests", dependencies: ["JSON"]),
        .testTarget(name: "InterpretationTests", dependencies: ["Interpretation", "Model"]),
        .testTarget(
            name: "OTLPTests", dependencies: ["CZlib", "JSON", "Model", "OTLP"],
            exclude: ["Golden"]),
        .testTarget(name: "WebTests", dependencies: ["Model", "Web"]),
    ]
)
