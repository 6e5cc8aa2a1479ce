import CPython

/// What `martlet.trace` is told besides the function.
struct TraceOptions {
    /// The name of the spans, or empty for the function's own.
    var name = Field()
    /// As in OTLP.
    var kind: UInt8 = 1
    var payload = TracedPayload.asConfigured

    init() {}

    /// Reads `name=`, `kind=` and `capture=`; each may be `None`.
    init(name: Borrowed?, kind: Borrowed?, capture: Borrowed?) throws(PythonError) {
        if let kind, !kind.isNone { self.kind = try Self.kind(kind) }
        if let capture, !capture.isNone {
            // Only a bool: the name of a mode would be taken for true.
            guard capture.isIdentical(to: Borrowed.true) || capture.isIdentical(to: Borrowed.false) else {
                throw PythonError.raise(.typeError, "capture is True, False or None, not %R", .object(capture))
            }
            if capture.isIdentical(to: Borrowed.false) { payload = .none }
        }
        if let name, !name.isNone {
            guard name.isText else {
                throw PythonError.raise(.typeError, "name is a str, not %s", .typeName(name))
            }
            self.name.initialize(name.retained())
        }
    }

    private static func kind(_ text: Borrowed) throws(PythonError) -> UInt8 {
        guard text.isText else { throw PythonError.raise(.typeError, "kind is a str, not %s", .typeName(text)) }
        let kinds: InlineArray<5, StaticString> = ["internal", "server", "client", "producer", "consumer"]
        for index in 0..<kinds.count where text.spells(kinds[index]) { return UInt8(index) &+ 1 }
        throw PythonError.raise(
            .valueError, "kind is 'internal', 'server', 'client', 'producer' or 'consumer', not %R", .object(text))
    }
}
