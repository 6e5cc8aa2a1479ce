import CPython

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
        try unsafe wrapper.proxy.wrapped().call(Arguments(base, count, names), initializer: wrapper.names.initialize)
    }
}
