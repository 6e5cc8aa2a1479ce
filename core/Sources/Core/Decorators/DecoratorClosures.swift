import CPython

/// Functions that we make at run time with something captured: decorators, and the wrapper functions that they apply.
///
/// Each is a built-in function whose `self` is a tuple of the module and what it captured. The
/// definitions are never freed, as such functions may outlive everything else.
@safe struct DecoratorClosures {
    /// Which function it is: the place of its definition in the table.
    enum Kind: Int {
        case passThrough, decorate, capture, signature, documentation, mark, runAsync, runInExecutor, holdLock, holdAsyncLock
    }

    private let definitions: UnsafeMutablePointer<PyMethodDef>

    init() {
        unsafe definitions = immortalTable(
            [
                unsafe PassThrough.method.definition, unsafe DecoratorFactory.decorateMethod.definition,
                unsafe DecoratorFactory.captureMethod.definition, unsafe SignatureOverride.method.definition,
                unsafe DocOverride.method.definition, unsafe Markers.method.definition,
                unsafe Bridges.runMethod.definition, unsafe Bridges.executorMethod.definition,
                unsafe SynchronizedLock.holdMethod.definition, unsafe SynchronizedLock.holdAsyncMethod.definition,
            ], end: PyMethodDef()
        ).assumingMemoryBound(to: PyMethodDef.self)
    }

    /// Makes a function that has captured what this tuple has.
    func make(_ kind: Kind, _ captured: consuming Owned, state: StateReference) throws(PythonError) -> Owned {
        let tuple = try Owned.tuple(state.module(), captured)
        // Safe: the definition is never freed; the function keeps the tuple alive.
        return try unsafe Owned(PyCMethod_New(definitions + kind.rawValue, tuple.raw, nil, nil))
    }
}

/// What a function made by `DecoratorClosures` captured.
@safe struct Captured: ~Escapable {
    let state: StateReference
    private let values: Borrowed

    @safe @_lifetime(borrow tuple) init(_ tuple: RawObject?) throws(PythonError) {
        // Safe: the function that is being called keeps the tuple alive, and that the module and the values.
        let captured = Borrowed(argument: tuple)
        guard let state = unsafe StateReference(module: Borrowed(martlet_tuple_item(captured.raw, 0))) else {
            throw PythonError.raise(.runtimeError, "the martlet module is gone")
        }
        self.state = state
        values = unsafe _overrideLifetime(Borrowed(martlet_tuple_item(captured.raw, 1)), copying: captured)
    }

    /// The captured value at `index`.
    subscript(index: Int) -> Borrowed {
        // Safe: the tuple of values keeps them alive.
        @_lifetime(copy self) get { unsafe _overrideLifetime(Borrowed(martlet_tuple_item(values.raw, index)), copying: self) }
    }
}

/// The wrapper function of wrappers that change no call.
enum PassThrough {
    static var method: Method {
        .arguments("pass_through", "Calls the wrapped function.") { _, base, count, names in
            entry { () throws(PythonError) in try unsafe WrapperCall(Arguments(base, count, names)).proceed() }
        }
    }
}

/// What a vectorcall of a wrapper calls that changes no call.
@inline(never) func passThroughVectorcall(_ object: RawObject?, _ base: RawArguments?, _ count: Int, _ names: RawObject?) -> RawObject? {
    entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in
        try unsafe wrapper.proxy.wrapped().call(Arguments(base, count, names))
    }
}

extension StateReference {
    /// The module, as long as it is there.
    func module() throws(PythonError) -> Owned { try require(pointee.module) }

    /// What a field of the state holds, as long as the module is there.
    func require(_ field: Field) throws(PythonError) -> Owned {
        guard let value = field.retained() else { throw PythonError.raise(.runtimeError, "the martlet module is gone") }
        return value
    }
}
