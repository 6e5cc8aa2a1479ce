extension WrapperCall {
    /// An argument by place or name; nil if it was not given.
    func argument(_ index: Int?, _ name: Interned) -> Owned? {
        ClientCall.argument(arguments, keywords, index, name)
    }
}
