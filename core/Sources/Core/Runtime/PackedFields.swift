import CPython

/// Walks a struct that consists of `Field`s and nothing else, so that a list of thirty types
/// needs no second and third list for the collector.
enum PackedFields {
    /// Reports every reference to the garbage collector.
    static func traverse<Fields>(_ fields: inout Fields, _ visitor: Visitor) -> Int32 {
        for index in 0..<count(Fields.self) {
            let status = withField(&fields, index) { $0.traverse(visitor) }
            if status != 0 { return status }
        }
        return 0
    }

    /// Empties every field.
    static func clear<Fields>(_ fields: inout Fields) {
        for index in 0..<count(Fields.self) {
            _ = withField(&fields, index) { $0.exchange(nil) }
        }
    }

    private static func count<Fields>(_: Fields.Type) -> Int {
        MemoryLayout<Fields>.size / MemoryLayout<Field>.stride
    }

    private static func withField<Fields, Result: ~Copyable>(
        _ fields: inout Fields, _ index: Int, _ body: (inout Field) -> Result
    ) -> Result {
        unsafe withUnsafeMutablePointer(to: &fields) { pointer in
            // Safe: by this type's contract the struct is an array of `Field`s in all but name.
            let field = unsafe UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: Field.self) + index
            return unsafe body(&field.pointee)
        }
    }
}
