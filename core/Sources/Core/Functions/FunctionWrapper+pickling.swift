import CPython

extension FunctionWrapperTypes {
    /// How wrappers are copied and pickled: as the functions and methods in whose place they are.
    static var picklingMethods: [Method] {
        [
            .noArguments("__reduce__", "Pickles by reference, as a function or a method is.") { object, _ in
                entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in try wrapper.reduce() }
            },
            .noArguments("__copy__", "Gives the wrapper itself, as for a function.") { object, _ in
                entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in try wrapper.itself(wrapper.names.copy) }
            },
            .oneArgument("__deepcopy__", "Gives the wrapper itself, or that of a copy of the object it is bound to.") { object, memo in
                entry(FunctionWrapper.self, object) { wrapper throws(PythonError) in try wrapper.copyDeeply(Borrowed(argument: memo)) }
            },
        ]
    }
}

extension Instance where Fields == FunctionWrapperFields {
    /// A qualified name for pickle to look up, or `(getattr, (object, name))` for what was found on an object or a class.
    fileprivate func reduce() throws(PythonError) -> Owned {
        guard try isBound() else { return try qualifiedName() }
        let holder = try holder()
        let name = try attributeName(of: holder)
        return try .tuple(
            Owned.module("builtins").attribute(names.getattrFunction), .tuple(holder, name))
    }

    fileprivate func copyDeeply(_ memo: Borrowed) throws(PythonError) -> Owned {
        guard try isBound() else { return try itself(names.deepcopy) }
        let holder = try holder()
        guard !holder.isType else { return retained() }
        let name = try attributeName(of: holder)
        let copy = try Owned.module("copy").callMethod(names.deepcopyFunction, holder, memo)
        return try copy.attribute(name)
    }

    private func isBound() throws(PythonError) -> Bool { try !require(fields.parent, "_self_parent").isNone }

    /// This wrapper as its own copy, if it is bound or stands for something that has a name. Any other callable object may have a
    /// state, which a copy that is the same object would silently share: a subclass has to say what is right, as for all proxies.
    fileprivate func itself(_ method: Interned) throws(PythonError) -> Owned {
        if try isBound() { return retained() }
        guard try name() != nil else {
            throw PythonError.raise(.notImplementedError, "object proxy must define %U()", .object(method.borrow()))
        }
        return retained()
    }

    /// What pickle looks an unbound wrapper up by. That it finds this very wrapper there, pickle checks itself.
    private func qualifiedName() throws(PythonError) -> Owned {
        if let name = try name() { return name }
        throw try PythonError.raise(
            .notImplementedError,
            "a wrapper is pickled by the name of its function, and a '%.200s' object has none: define __reduce__() in a subclass",
            .typeName(proxy.wrapped()))
    }

    /// The name of what is wrapped, if it has one that is a text.
    private func name() throws(PythonError) -> Owned? {
        let wrapped = try proxy.wrapped()
        if let name = try wrapped.optionalAttribute(names.qualname), name.isText { return name }
        if let name = try wrapped.optionalAttribute(names.moduleName), name.isText { return name }
        return nil
    }

    /// What a bound wrapper was found on: the object of a method, the class of anything else.
    private func holder() throws(PythonError) -> Owned {
        if fields.kind == .classMethod, let type = try proxy.wrapped().optionalAttribute(names.selfName), !type.isNone { return type }
        let instance = try require(fields.instance, "_self_instance")
        if fields.kind != .staticMethod, !instance.isNone { return instance }
        let owner = try require(fields.owner, "_self_owner")
        return owner.isNone ? instance : owner
    }

    /// The name under which the holder has the wrapper that this one comes from.
    private func attributeName(of holder: borrowing Owned) throws(PythonError) -> Owned {
        let wrapped = try proxy.wrapped()
        let parent = try require(fields.parent, "_self_parent")
        if let name = try wrapped.optionalAttribute(names.moduleName), name.isText,
            let found = try holder.optionalAttribute(name), FunctionWrapper.isFunctionWrapper(found.borrow()),
            let other = FunctionWrapper(unchecked: found).fields.parent.retained(), other.isIdentical(to: parent)
        {
            return name
        }
        let message = try Owned.format(
            "cannot pickle %R: it is not an attribute of %R under the name of its function", .object(self), .object(holder))
        throw try PythonError.raise(Owned.module("pickle").attribute(names.picklingError), message: message)
    }
}
