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

    /// What pickle finds it again by, as it does functions: its qualified name.
    func reduce() throws(PythonError) -> Owned { try function().attribute(StateReference(type: type).names.qualname) }
}
