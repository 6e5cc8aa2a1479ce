/// What is wrong with `martlet.toml`, and where.
struct ConfigurationError: Error {
    var line: Int
    /// With dots, as far as it was read; empty where there is none.
    var key: [UInt8]
    var message: StaticString
}
