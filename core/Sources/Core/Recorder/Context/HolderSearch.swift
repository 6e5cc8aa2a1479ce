import CPython

/// The search for the way from a context to its holder, by asking each object what it refers to.
///
/// It runs no code but the `tp_traverse` of contexts and their maps, which changes nothing.
@safe struct HolderSearch {
    private let target: RawObject
    /// The context, its map and the nodes on the way: borrowed, for as long as nothing else runs.
    private(set) var objects = unsafe InlineArray<8, RawObject?>(repeating: nil)
    private(set) var count = 0
    /// Objects that may still be looked at: a long way is not worth it.
    private var budget = 128

    private static var found: Int32 { 1 }
    private static var gaveUp: Int32 { 2 }

    init(target: RawObject) { unsafe self.target = target }

    /// Whether there is a way; then it is in `objects`.
    mutating func run(from context: RawObject) -> Bool {
        unsafe objects[0] = context
        count = 1
        let status = unsafe withUnsafeMutablePointer(to: &self) { search in
            // Safe: this is how the collector asks; the callback gets the search back as its argument.
            unsafe martlet_traverse(context, visitReference, search)
        }
        return status == Self.found
    }

    fileprivate mutating func visit(_ object: RawObject, _ search: UnsafeMutableRawPointer) -> Int32 {
        if unsafe object == target { return Self.found }
        budget &-= 1
        if budget == 0 { return Self.gaveUp }
        guard unsafe martlet_is_context_map(object) != 0 else { return 0 }
        guard count < 8 else { return Self.gaveUp }
        unsafe objects[count] = object
        count &+= 1
        let status = unsafe martlet_traverse(object, visitReference, search)
        if status == 0 { count &-= 1 }
        return status
    }
}

private func visitReference(_ object: RawObject?, _ search: UnsafeMutableRawPointer?) -> Int32 {
    guard let object = unsafe object, let search = unsafe search else { return 0 }
    // Safe: the argument is the search that `run` passed, which it does not touch meanwhile.
    return unsafe search.assumingMemoryBound(to: HolderSearch.self).pointee.visit(object, search)
}
