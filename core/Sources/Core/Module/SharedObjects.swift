/// Objects that are made or imported once per interpreter. It holds `Field`s and nothing else.
struct SharedObjects {
    /// `dict`: module name to the list of hooks that wait for it.
    var postImportHooks = Field()
    /// The lock around it, a `threading.RLock`.
    var importLock = Field()
    /// The finder in `sys.meta_path`, once there is one.
    var finder = Field()
}
