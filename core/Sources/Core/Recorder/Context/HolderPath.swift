import CPython

/// The way from the running context to its holder, remembered until another context runs.
///
/// Contexts are copied by sharing: the copy refers to the same immutable map, and a variable that is
/// set makes a new map that shares most of its nodes with the old one. So a holder can be reached
/// through another context if, and only if, something on the way to it (the map, a node of it,
/// the holder) is referred to twice. Only where all counts are one may the holder be changed in place;
/// otherwise the copy would see the change, and a new holder takes its place in the variable.
///
/// CPython does not export how contexts and maps are laid out. The way is found with the functions by
/// which they show the collector what they refer to; where in their memory each reference lies
/// is then looked for, and remembered. Where that fails no holder is ever exclusive, which is slower
/// and just as right.
///
/// The version tells of a switch to another context, not of a variable that was set: so each use goes
/// the whole way again, and trusts nothing but what it finds.
@safe struct HolderPath {
    /// One object on the way, and where it refers to the next.
    @safe private struct Node {
        var type: RawType?
        var offset = 0
    }

    private var thread: UInt64 = 0
    private var version: UInt64 = 0
    /// What the variable has in the context; the context keeps it alive.
    private var holder: RawObject?
    /// The context, the map, and its nodes from the top; empty where the way was not found.
    private var nodes = InlineArray<8, Node>(repeating: Node())
    private var count = 0

    /// Calls `body` with the address of the first node: indexing the array would copy all of it.
    @inline(__always)
    private mutating func withNodes<Result>(_ body: (UnsafeMutablePointer<Node>) -> Result) -> Result {
        unsafe withUnsafeMutablePointer(to: &nodes) { array in
            // Safe: an `InlineArray` is its elements, one behind the other.
            unsafe body(UnsafeMutableRawPointer(array).assumingMemoryBound(to: Node.self))
        }
    }

    init() {}

    /// Whether it is the way in the context that the thread runs in now.
    @inline(__always)
    func isValid(for current: UnsafeMutablePointer<PyThreadState>) -> Bool {
        unsafe version == martlet_context_version(current) && thread == martlet_thread_number(current)
    }

    /// Says that the variable has another value.
    mutating func forget() { thread = 0 }

    /// The holder, for as long as the context runs and the variable is not set; nil where there is none.
    @inline(__always)
    var instance: ContextHolder? {
        @_lifetime(immortal) get {
            guard let holder = unsafe holder else { return nil }
            // Safe: the context keeps the holder. The compiler does not check for how long.
            return unsafe _overrideLifetime(ContextHolder(holder), borrowing: ())
        }
    }

    /// Whether nobody but the context that runs now can reach the holder.
    @inline(__always)
    mutating func isExclusive(for current: UnsafeMutablePointer<PyThreadState>) -> Bool {
        guard count > 0, let context = unsafe martlet_context(current), let holder = unsafe holder,
            unsafe martlet_reference_count(holder) == 1
        else { return false }
        let count = count
        return unsafe withNodes { nodes in
            var node = unsafe nodes
            let end = unsafe nodes + count
            var object = unsafe context
            while true {
                // Safe: the type is the one whose reference was found at this offset, and the object is
                // as long as that needs; the word is a reference, or null.
                guard unsafe martlet_type(object) == node.pointee.type,
                    unsafe martlet_size(object) > node.pointee.offset,
                    let next = unsafe Self.reference(in: object, at: node.pointee.offset)
                else { return false }
                unsafe node += 1
                if unsafe node == end { return unsafe next == holder }
                guard unsafe martlet_reference_count(next) == 1 else { return false }
                unsafe object = next
            }
        }
    }

    /// Looks for the way to the holder that the variable has in the running context.
    mutating func find(_ holder: borrowing Owned?, for current: UnsafeMutablePointer<PyThreadState>) {
        unsafe thread = martlet_thread_number(current)
        unsafe version = martlet_context_version(current)
        unsafe self.holder = nil
        count = 0
        guard let target = unsafe holder.borrowed?.raw else { return }
        unsafe self.holder = target
        guard martlet_counts_tell != 0, let context = unsafe martlet_context(current) else { return }
        var search = unsafe HolderSearch(target: target)
        guard unsafe search.run(from: context) else { return }
        for index in 0..<search.count {
            let object = unsafe search.objects[index].unsafelyUnwrapped
            let next = unsafe index + 1 < search.count ? search.objects[index + 1].unsafelyUnwrapped : target
            guard let offset = unsafe Self.offset(of: next, in: object) else { return }
            nodes[index] = unsafe Node(type: martlet_type(object), offset: offset)
        }
        count = search.count
    }

    @inline(__always)
    private static func reference(in object: RawObject, at offset: Int) -> RawObject? {
        // Safe: the caller knows that there is a reference, or null, at this offset of a living object.
        unsafe UnsafeRawPointer(object).load(fromByteOffset: offset, as: RawObject?.self)
    }

    /// Where in an object's memory the reference to another lies.
    private static func offset(of target: RawObject, in object: RawObject) -> Int? {
        // Safe: reads words of a living object as numbers, behind its header and up to its end.
        let size = unsafe martlet_size(object)
        var offset = unsafe MemoryLayout<PyObject>.size
        while offset + MemoryLayout<UInt>.size <= size {
            let word = unsafe UnsafeRawPointer(object).load(fromByteOffset: offset, as: UInt.self)
            if word == UInt(bitPattern: target) { return offset }
            offset += MemoryLayout<UInt>.size
        }
        return nil
    }
}
