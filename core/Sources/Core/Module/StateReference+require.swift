extension StateReference {
    /// The module, as long as it is there.
    func module() throws(PythonError) -> Owned { try require(pointee.module) }

    /// What a field of the state holds, as long as the module is there.
    func require(_ field: Field) throws(PythonError) -> Owned {
        guard let value = field.retained() else { throw PythonError.raise(.runtimeError, "the martlet module is gone") }
        return value
    }
}
