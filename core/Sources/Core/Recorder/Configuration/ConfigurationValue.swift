/// A value of `martlet.toml`: of what TOML knows, the kinds that a setting can have.
enum ConfigurationValue {
    case text([UInt8])
    case integer(Int)
    case boolean(Bool)
    case texts([[UInt8]])
}
