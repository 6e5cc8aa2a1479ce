import CPython

/// `decorator`: makes a decorator of a wrapper function.
enum DecoratorFactory {
    /// What `decorator()` was given.
    @safe struct Options: ~Escapable {
        let enabled: Borrowed
        let adapter: Borrowed
        let proxy: Borrowed
    }

    static var function: Method {
        .arguments(
            "decorator",
            """
            decorator(wrapper=None, /, *, enabled=None, adapter=None, proxy=None)
            --

            Makes a decorator of wrapper(wrapped, instance, args, kwargs), or of a class whose instances are such.
            """
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                let state = unsafe StateReference(function: module)
                let keys = state.names
                let values = try unsafe Arguments(base, count, names).parseDecorator(
                    "decorator", [keys.wrapper, keys.enabled, keys.decorators.adapter, keys.decorators.proxy])
                let options = Options(enabled: values[1] ?? .none, adapter: values[2] ?? .none, proxy: values[3] ?? .none)
                if let wrapper = values[0], !wrapper.isNone { return try DecoratorFactory.make(wrapper, options, state) }
                return try DecoratorFactory.partial(options, state)
            }
        }
    }

    /// `decorator(enabled=...)` without a wrapper function: the same, once it comes.
    private static func partial(_ options: Options, _ state: StateReference) throws(PythonError) -> Owned {
        let keywords = try Owned.dictionary()
        try keywords.setDictionaryItem(state.names.enabled, options.enabled)
        try keywords.setDictionaryItem(state.names.decorators.adapter, options.adapter)
        try keywords.setDictionaryItem(state.names.decorators.proxy, options.proxy)
        let function = try state.require(state.pointee.types.decorators.decorator)
        let arguments = try Owned.tuple(function)
        return try Owned.module("functools").attribute(state.names.partial).call(tuple: arguments, keywords: keywords.borrow())
    }

    /// Makes a decorator. It is a wrapper itself, so that it is bound where it is used as a method.
    static func make(_ wrapper: Borrowed, _ options: Options, _ state: StateReference) throws(PythonError) -> Owned {
        let decorate = try state.pointee.capturing.make(
            .decorate, .tuple(of: wrapper, options.enabled, options.adapter, options.proxy), state: state)
        let function = try state.require(state.pointee.types.decorators.decorator)
        return try AdapterWrapper.make(
            wrapped: wrapper, wrapper: decorate.borrow(), enabled: .none, adapter: function.borrow(), state: state)
    }

    /// The wrapper function of a decorator: decorates.
    static var decorateMethod: Method {
        .arguments("decorate", "Decorates a function.") { captured, base, count, names in
            entry { () throws(PythonError) in
                let captured = try Captured(captured)
                let options = Options(enabled: captured[1], adapter: captured[2], proxy: captured[3])
                return try DecoratorFactory.decorate(
                    unsafe WrapperCall(Arguments(base, count, names)), captured[0], options, captured.state)
            }
        }
    }

    private static func decorate(_ call: WrapperCall, _ wrapper: Borrowed, _ options: Options, _ state: StateReference)
        throws(PythonError) -> Owned
    {
        let isClass = try call.wrapped.isInstance(of: TypeReference.type)
        if call.instance.isNone, isClass, call.arguments.tupleCount == 0 {
            // Arguments for the class, before the function: `@Decorator(option=1)`.
            return try state.pointee.capturing.make(
                .capture, .tuple(of: call.wrapped, call.keywords, options.enabled, options.adapter, options.proxy), state: state)
        }
        guard call.arguments.tupleCount > 0 else {
            throw PythonError.raise(.typeError, "a decorator takes the function to be decorated as its argument")
        }
        guard let enabled = DecoratorFactory.enabled(options) else { return call.arguments.tupleItem(0) }
        let target = call.arguments.tupleItem(0)
        let own: Owned
        if call.instance.isNone {
            own = isClass ? try call.wrapped.call() : wrapper.retained()
        } else if try call.instance.isInstance(of: TypeReference.type) {
            own = try wrapper.attribute(state.names.decorators.descriptorGet).call(Borrowed.none, call.instance)
        } else {
            own = try wrapper.attribute(state.names.decorators.descriptorGet).call(call.instance, call.instance.type)
        }
        return try DecoratorFactory.build(target.borrow(), own.borrow(), enabled, options, state)
    }

    /// What `@Decorator(option=1)` gives: decorates, with a new instance of the class as the wrapper function.
    static var captureMethod: Method {
        .oneArgument("decorate", "Decorates a function.") { captured, target in
            entry { () throws(PythonError) in
                let captured = try Captured(captured)
                let options = Options(enabled: captured[2], adapter: captured[3], proxy: captured[4])
                let target = Borrowed(argument: target)
                guard let enabled = DecoratorFactory.enabled(options) else { return target.retained() }
                let wrapper = try captured[0].call(tuple: Owned.emptyTuple(), keywords: captured[1])
                return try DecoratorFactory.build(target, wrapper.borrow(), enabled, options, captured.state)
            }
        }
    }

    /// What is asked at each call; nil where the decorator is switched off for good.
    @_lifetime(copy options)
    private static func enabled(_ options: Options) -> Borrowed? {
        if options.enabled.isIdentical(to: Borrowed.false) { return nil }
        return options.enabled.isIdentical(to: Borrowed.true) ? Borrowed.none : options.enabled
    }

    /// Wraps the function that is decorated.
    private static func build(
        _ target: Borrowed, _ wrapper: Borrowed, _ enabled: Borrowed, _ options: Options, _ state: StateReference
    ) throws(PythonError) -> Owned {
        if let adapter = try adapter(options.adapter, for: target, state) {
            return try AdapterWrapper.make(
                wrapped: target, wrapper: wrapper, enabled: enabled, adapter: adapter.borrow(), state: state)
        }
        if options.proxy.isNone || state.pointee.types.functionWrapper.holds(options.proxy) {
            return try FunctionWrapperTypes.make(wrapped: target, wrapper: wrapper, enabled: enabled, state: state)
        }
        let keywords = try Owned.dictionary()
        try keywords.setDictionaryItem(state.names.wrappedParameter, target)
        try keywords.setDictionaryItem(state.names.wrapper, wrapper)
        try keywords.setDictionaryItem(state.names.enabled, enabled)
        return try options.proxy.call(tuple: Owned.emptyTuple(), keywords: keywords.borrow())
    }

    /// The function whose signature is to be shown, if there is one.
    private static func adapter(_ given: Borrowed, for target: Borrowed, _ state: StateReference) throws(PythonError) -> Owned? {
        if given.isNone { return nil }
        var adapter = given.retained()
        // Asked by type and first: a factory may count as false.
        let factory = try state.require(state.pointee.types.decorators.adapterFactory)
        if try given.isInstance(of: factory) { adapter = try given.call(target) }
        guard try adapter.isTrue() else { return nil }
        return adapter.isCallable ? adapter : try prototype(adapter, state)
    }

    /// Makes a function that has the parameters given as text, or as what `inspect.getfullargspec()` returns.
    private static func prototype(_ specification: borrowing Owned, _ state: StateReference) throws(PythonError) -> Owned {
        let names = state.names.decorators
        var parameters = specification.retained()
        var annotations = Owned.none
        if !specification.isText {
            // The annotations refer to names that an empty namespace does not have: they are put back afterwards.
            var fields = try unsafe Owned(PySequence_Tuple(specification.raw))
            if fields.tupleCount == 7 {
                annotations = fields.tupleItem(6)
                fields = try unsafe Owned(PyTuple_GetSlice(fields.raw, 0, 6))
            }
            parameters = try Owned.module("martlet.arguments").attribute(names.formatArgumentSpecification)
                .call(tuple: fields, keywords: nil)
        }
        let source = try Owned.format("def adapter%S: pass", .object(parameters))
        let namespace = try Owned.dictionary()
        _ = try Owned.module("builtins").callMethod(names.exec, source, namespace)
        let function = try namespace.item(names.adapter)
        if try annotations.isTrue() { try function.setAttribute(state.names.annotations, annotations) }
        return function
    }
}
