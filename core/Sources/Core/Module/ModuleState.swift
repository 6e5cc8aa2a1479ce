import CPython

/// What one interpreter's copy of the module holds.
///
/// It lies in memory of its own, and the module holds its address. Objects of ours hold the address
/// too, and are counted: when an interpreter ends, the module can be freed before the last of them.
/// The count needs no lock, because each interpreter has a state and a lock of its own.
@safe struct ModuleState {
    /// Attribute names. They come first: `StateReference.names` reads them at the address of the whole.
    let names = Names()
    /// The types, filled in when the module is executed.
    var types = Types()
    /// The exceptions.
    var errors = ErrorTypes()
    /// What makes functions with something captured.
    let capturing = CapturingFunctions()
    /// The module itself. The collector knows of this cycle.
    var module = Field()
    /// Other objects that were made or imported once.
    var objects = SharedObjects()
    /// Dead objects: bound wrappers and partials, which method calls make and drop, then wrappers and
    /// proxies that programs make for one use.
    var boundWrappers = FreeList()
    var partials = FreeList()
    var wrappers = FreeList()
    var proxies = FreeList()
    var callables = FreeList()
    /// Bound methods, which method calls make and drop as well.
    var methods = FreeMethods()
    /// The dictionary for the next call without keywords.
    var spareDictionary = SpareDictionary()
    /// The `__module__` and `__doc__` of what was wrapped lately.
    var descriptions = DescriptionCache()
    /// What the recorder keeps per interpreter.
    var recorder = RecorderState()
    /// The module and the living objects that hold the address.
    fileprivate var users = 1
}

/// The address of a `ModuleState`. An object that keeps it calls `retain()`, and `release()` at its end.
@safe struct StateReference {
    private let address: UnsafeMutablePointer<ModuleState>

    /// Makes the state of a module that is being executed, and stores its address there.
    init(makingFor module: Borrowed) {
        unsafe address = .allocate(capacity: 1)
        unsafe address.initialize(to: ModuleState())
        unsafe StateReference.word(of: module.raw).pointee = UnsafeMutableRawPointer(address)
    }

    /// The state of our module, once it has one.
    @inline(__always) init?(module: Borrowed) {
        guard let stored = unsafe StateReference.word(of: module.raw).pointee else { return nil }
        unsafe address = stored.assumingMemoryBound(to: ModuleState.self)
    }

    /// The state for a function of our module, whose `self` is the module. It has run by then.
    @inline(__always) init(function module: RawObject?) {
        // Safe: CPython passes the module to its functions, and they exist only once it was executed.
        unsafe address = StateReference.word(of: module.unsafelyUnwrapped).pointee.unsafelyUnwrapped
            .assumingMemoryBound(to: ModuleState.self)
    }

    /// The state that a type belongs to which this extension made itself: no subclass.
    @inline(__always) init(exactly type: TypeReference) throws(PythonError) {
        // Safe: a heap type made for our module has it, until it is cleared; the word is that module's state.
        guard let word = unsafe PyType_GetModuleState(type.rawType) else { throw PythonError() }
        guard let stored = unsafe word.assumingMemoryBound(to: UnsafeMutableRawPointer?.self).pointee else {
            throw PythonError.raise(.typeError, "the type belongs to a martlet module that is gone")
        }
        unsafe address = stored.assumingMemoryBound(to: ModuleState.self)
    }

    /// The state that a type of ours, or a subclass of one, belongs to.
    init(type: TypeReference) throws(PythonError) {
        // Safe: goes up the bases to the first type that was made from our definition; borrowed or null.
        guard let module = unsafe martlet_type_module_of(type.rawType) else { throw PythonError() }
        guard let state = unsafe StateReference(module: Borrowed(module)) else {
            throw PythonError.raise(.typeError, "the type belongs to a martlet module that is gone")
        }
        self = state
    }

    private static func word(of module: RawObject) -> UnsafeMutablePointer<UnsafeMutableRawPointer?> {
        // Safe: the module was made from our definition, whose state is one word.
        unsafe PyModule_GetState(module).unsafelyUnwrapped.assumingMemoryBound(to: UnsafeMutableRawPointer?.self)
    }

    @inline(__always) var pointee: ModuleState {
        unsafeAddress {
            // Safe: whoever holds the address was counted by `retain()`, or is the module.
            unsafe UnsafePointer(address)
        }
        nonmutating unsafeMutableAddress {
            unsafe address
        }
    }

    /// Attribute names, read in place. A `Names` handed to a function is a copy of a kilobyte: on hot paths
    /// hand the state on.
    @inline(__always) var names: Names {
        unsafeAddress {
            // Safe: names are stored when the state is made, and stay as long as it.
            unsafe UnsafePointer(UnsafeMutableRawPointer(address).assumingMemoryBound(to: Names.self))
        }
    }

    /// Counts an object that will hold the address.
    @inline(__always) func retain() { pointee.users &+= 1 }

    /// Counts it off; the last one frees the memory.
    @inline(__always) func release() {
        pointee.users &-= 1
        if pointee.users == 0 { deallocate() }
    }

    @inline(never) private func deallocate() {
        clearCaches()
        pointee.names.release()
        // Safe: the last holder is the caller.
        unsafe address.deinitialize(count: 1)
        unsafe address.deallocate()
    }

    /// Reports what the state holds to the garbage collector.
    func traverse(_ visitor: Visitor) -> Int32 {
        var status = PackedFields.traverse(&pointee.types, visitor)
        if status == 0 { status = PackedFields.traverse(&pointee.objects, visitor) }
        if status == 0 { status = PackedFields.traverse(&pointee.errors, visitor) }
        if status == 0 { status = pointee.module.traverse(visitor) }
        if status == 0 { status = pointee.recorder.traverse(visitor) }
        return status
    }

    /// Drops the objects that the state holds: part of the collection of the module.
    func clear() {
        PackedFields.clear(&pointee.types)
        PackedFields.clear(&pointee.objects)
        PackedFields.clear(&pointee.errors)
        _ = pointee.module.exchange(nil)
        pointee.recorder.clear()
        clearCaches()
    }

    /// Empties what is kept for speed alone. The collector need not know of it: it holds strings, dictionaries of
    /// strings, and memory.
    private func clearCaches() {
        pointee.boundWrappers.empty()
        pointee.partials.empty()
        pointee.wrappers.empty()
        pointee.proxies.empty()
        pointee.callables.empty()
        pointee.methods.empty()
        pointee.spareDictionary.clear()
        pointee.descriptions.clear()
    }

    /// Forgets the address in a module that is being freed, and gives up the module's share.
    static func detach(from module: Borrowed) {
        guard let state = StateReference(module: module) else { return }
        unsafe word(of: module.raw).pointee = nil
        state.release()
    }
}
