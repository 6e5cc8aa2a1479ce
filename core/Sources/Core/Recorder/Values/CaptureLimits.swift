/// How much of a value is written down.
struct CaptureLimits: Sendable {
    /// Containers nested in each other; what lies deeper is left out. At most `deepest`.
    var depth = CaptureLimits.deepest
    /// Items of one container.
    var items = 10_000
    /// Bytes of one payload, after which it is cut.
    var bytes = 4 * 1024 * 1024
    /// Bytes of the `repr` of an object that has no other form.
    var representation = 200
    /// Bytes objects up to this size are kept; others are written as their size and digest.
    var keptBytes = 0

    static var deepest: Int { 48 }
}
