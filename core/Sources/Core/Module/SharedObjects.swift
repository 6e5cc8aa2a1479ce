/// Objects that are made or imported once per interpreter. It holds `Field`s and nothing else.
struct SharedObjects {
    /// The `__getattr__` of proxies and that of bound wrappers, to recognise that a subclass has another.
    var proxyGetattr = Field()
    var boundGetattr = Field()
    /// The `__dict__` of proxies, to recognise that a subclass has another.
    var proxyDictionary = Field()
    /// `MISSING`.
    var missing = Field()
    /// `dict`: module name to the list of hooks that wait for it.
    var postImportHooks = Field()
    /// `dict`: the name of a package to the list of hooks for its modules; empty while there are none.
    var packageHooks = Field()
    /// The special methods of automatic proxies, a list: a name, its method, and so on.
    var specialMethods = Field()
    /// The module that stands in for `wrapt`, once it does.
    var wraptStandIn = Field()
    /// The finder in `sys.meta_path`, once there is one.
    var finder = Field()
}
