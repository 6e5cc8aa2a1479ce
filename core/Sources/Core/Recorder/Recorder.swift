/// Adds the recorder's types and functions to the module, when it is executed.
func addRecorder(to module: Borrowed, state: StateReference) throws(PythonError) {}
