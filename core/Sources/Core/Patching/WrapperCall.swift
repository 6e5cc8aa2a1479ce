import CPython

/// The arguments that a function wrapper passes to its wrapper function.
@safe struct WrapperCall: ~Escapable {
    let wrapped: Borrowed
    let instance: Borrowed
    let arguments: Borrowed
    let keywords: Borrowed

    @_lifetime(copy given) init(_ given: Arguments) throws(PythonError) {
        guard given.count == 4, given.namedCount == 0, given[2].isTuple, given[3].isDictionary else {
            throw PythonError.raise(.typeError, "a wrapper function takes a function, an instance, a tuple and a dictionary")
        }
        wrapped = given[0]
        instance = given[1]
        arguments = given[2]
        keywords = given[3]
    }

    /// Calls what is wrapped.
    func proceed() throws(PythonError) -> Owned { try wrapped.call(tuple: arguments, keywords: keywords) }

    /// What a decorator is applied to: the first argument.
    func decorated() throws(PythonError) -> Owned {
        guard arguments.tupleCount > 0 else {
            throw PythonError.raise(.typeError, "the decorator takes the function to be decorated")
        }
        return arguments.tupleItem(0)
    }

    /// A wrapper function that was defined as a method, bound to what the decorator was found on.
    func bound(_ wrapper: Borrowed, _ names: Names) throws(PythonError) -> Owned {
        if instance.isNone { return wrapper.retained() }
        if try instance.isInstance(of: TypeReference.type) {
            return try wrapper.callMethod(names.getDescriptor, Borrowed.none, instance)
        }
        let type = instance.type.retained()
        return try wrapper.callMethod(names.getDescriptor, instance, type)
    }
}
