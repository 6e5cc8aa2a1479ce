extension SecretFinder {
    /// Calls `body` with a text as it may be recorded: without the secrets in it.
    func withMasked<Result>(_ text: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        guard let masked = unsafe ByteBuffer(masking: text, self) else { return unsafe body(text) }
        return masked.withBytes(body)
    }
}

extension ByteBuffer {
    /// A copy of a text, or of JSON, without the secrets in it; nil where there are none.
    ///
    /// What is replaced lies within one string of JSON, and what replaces it needs no escape.
    init?(masking text: UnsafeRawBufferPointer, _ finder: SecretFinder) {
        guard text.count >= SecretFinder.shortest, var secret = unsafe finder.next(in: text, from: 0, before: text.count)
        else { return nil }
        self.init(capacity: text.count)
        var start = 0
        while true {
            // Safe, as below: both are within the text.
            unsafe append(UnsafeRawBufferPointer(rebasing: text[start..<secret.lowerBound]))
            append("***")
            start = secret.upperBound
            guard let next = unsafe finder.next(in: text, from: start, before: text.count) else { break }
            secret = next
        }
        unsafe append(UnsafeRawBufferPointer(rebasing: text[start...]))
    }
}
