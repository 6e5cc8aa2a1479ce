/// Adds the proxies and wrappers to the module, when it is executed.
func addProxies(to module: Borrowed, state: StateReference) throws(PythonError) {
}
