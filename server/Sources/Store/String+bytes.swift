extension String {
    /// Gives its bytes in UTF-8 to `body`.
    ///
    /// `withUTF8` wants a variable, and what is copied into one is counted.
    @inline(__always)
    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
        var text = self
        return text.withUTF8(body)
    }
}
