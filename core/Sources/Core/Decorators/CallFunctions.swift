/// What a vectorcall of a wrapper calls, and one of what it binds to.
@safe struct CallFunctions {
    let unbound: TypeReference.Vectorcall
    let bound: TypeReference.Vectorcall

    @safe init(_ unbound: @escaping TypeReference.Vectorcall, bound: @escaping TypeReference.Vectorcall) {
        unsafe self.unbound = unsafe unbound
        unsafe self.bound = unsafe bound
    }

    // Safe: functions of ours, which live as long as the extension; and so at each use.
    /// The wrapper function, as for a plain function wrapper.
    static var wrapper: CallFunctions { unsafe CallFunctions(wrapperVectorcall, bound: boundWrapperVectorcall) }
    /// The wrapped function.
    static var passThrough: CallFunctions { unsafe CallFunctions(passThroughVectorcall, bound: passThroughVectorcall) }
}
