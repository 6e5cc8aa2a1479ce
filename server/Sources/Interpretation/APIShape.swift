import Model

/// One shape of web API: how to know it, and how to read it.
protocol APIShape: Sendable {
    /// Whether the call was of this shape. Judged by method and path, which are always there.
    static func recognises(_ call: APICall) -> Bool

    /// Fills in what is particular to this shape; what all calls have is there already.
    static func interpret(_ call: APICall, into meaning: inout Meaning)
}
