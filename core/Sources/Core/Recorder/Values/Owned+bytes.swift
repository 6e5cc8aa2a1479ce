import CPython

extension Owned {
    /// A `bytes` object that has a copy of these; nil where there is no memory for it.
    static func bytes(_ content: UnsafeRawBufferPointer) -> Owned? {
        // Safe: copies as many bytes as there are; a new reference or null.
        let object = unsafe PyBytes_FromStringAndSize(content.baseAddress?.assumingMemoryBound(to: CChar.self), content.count)
        guard let object = unsafe object else {
            PythonError.clear()
            return nil
        }
        return unsafe Owned(stealing: object)
    }
}
