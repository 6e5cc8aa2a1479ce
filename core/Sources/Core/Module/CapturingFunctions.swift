import CPython

/// Functions that we make at run time with something captured: hooks, decorators, the wrapper functions that these
/// apply, and callbacks.
///
/// Each is a built-in function whose `self` is a tuple of the module and what it captured. The
/// definitions are never freed, as such functions may outlive everything else.
@safe struct CapturingFunctions {
    /// Which function it is: the place of its definition in the table.
    enum Kind: Int {
        case passThrough, decorate, capture, signature, documentation, mark, runAsync, runInExecutor, holdLock, holdAsyncLock
        case callHook, registerHook, applyPatch, patch
        case wrapDecorated, transient, decorateTransient, callPatched, bindState, expire, importNow
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
                unsafe HookFunctions.callMethod.definition, unsafe HookFunctions.registerMethod.definition,
                unsafe HookFunctions.applyPatchMethod.definition, unsafe HookFunctions.patchMethod.definition,
                unsafe DecoratingFunctions.wrapMethod.definition, unsafe DecoratingFunctions.transientMethod.definition,
                unsafe DecoratingFunctions.decorateTransientMethod.definition, unsafe ScopedPatch.callMethod.definition,
                unsafe StateBinding.bindMethod.definition, unsafe WeakFunctionProxy.expireMethod.definition,
                unsafe LazyImport.importMethod.definition,
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
