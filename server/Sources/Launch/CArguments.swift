import Glibc

/// Arguments in the form in which `exec` takes them.
struct CArguments {
    private let arguments: [SystemString]

    init(_ arguments: [SystemString]) {
        self.arguments = arguments
    }

    /// Calls `body` with a list of C strings that ends with a null pointer.
    func withPointer<Result>(
        _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { $0.withCString { strdup($0) } }
        pointers.append(nil)
        defer { for pointer in pointers { free(pointer) } }
        // Safe: the list is not empty, ends with a null pointer, and outlives the call.
        return pointers.withUnsafeBufferPointer { body($0.baseAddress!) }
    }
}
