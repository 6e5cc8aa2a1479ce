import CPython

/// The memory of an object that stands for a function: everything but calling it is the function's own business.
protocol FunctionStandInFields {
    var wrapped: Field { get set }
    var state: StateReference? { get set }
}

extension Instance where Fields: FunctionStandInFields {
    /// What it stands for.
    func function() throws(PythonError) -> Owned {
        guard let wrapped = fields.wrapped.retained() else { throw PythonError.raise(.attributeError, "the function is gone") }
        return wrapped
    }

    /// Whether an attribute is the object's own: what would get around the recording, or give the function away in its place.
    func isOwnAttribute(_ name: Borrowed, _ names: Names) throws(PythonError) -> Bool {
        if try names.reduce.equalsName(name) { return true }
        if try names.recorder.reduceEx.equalsName(name) { return true }
        if try names.call.equalsName(name) { return true }
        return try names.recorder.descriptorGet.equalsName(name)
    }

    /// A comparison. It is equal to the function and to whatever stands for it: a program may have put the function into a
    /// table before it was patched, and look it up after that.
    func compare(to other: Borrowed, _ operation: Int32) throws(PythonError) -> Owned {
        let function = try function()
        // Safe, as below: both are alive; a new reference or null.
        guard let standsFor = try Self.function(behind: other, fields.state) else {
            return try unsafe Owned(PyObject_RichCompare(function.raw, other.raw, operation))
        }
        return try unsafe Owned(PyObject_RichCompare(function.raw, standsFor.raw, operation))
    }

    /// The function's hash; -1 with an exception set.
    func hash() -> Int {
        guard let wrapped = fields.wrapped.retained() else { return 0 }
        // Safe: it is alive.
        return unsafe martlet_hash(wrapped.raw)
    }

    private static func function(behind object: Borrowed, _ state: StateReference?) throws(PythonError) -> Owned? {
        guard let state else { return nil }
        if TracePatch.isTraced(object, state) { return try Traced(unchecked: object).function() }
        guard state.pointee.recorder.objects.clientMethodType.holds(object.type) else { return nil }
        return try ClientMethod(unchecked: object).function()
    }

    /// What pickle finds it again by, as it does functions: its qualified name.
    func reduce() throws(PythonError) -> Owned { try function().attribute(StateReference(type: type).names.qualname) }
}
