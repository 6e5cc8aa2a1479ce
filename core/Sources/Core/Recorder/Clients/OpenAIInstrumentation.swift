import CPython

/// Where the `openai` package is patched.
enum OpenAIInstrumentation {
    /// Called with the module once the program has imported it.
    ///
    /// It never raises, since that would fail the program's import. A patch whose place a version
    /// of the package does not have is left out; the others still record.
    static var imported: Method {
        .oneArgument("openai_imported", "") { module, _ in
            entry { () throws(PythonError) in
                let module = unsafe Borrowed(module.unsafelyUnwrapped)
                patch("openai._base_client", "SyncAPIClient.request", ClientWrappers.request, module)
                patch("openai._base_client", "AsyncAPIClient.request", ClientWrappers.asyncRequest, module)
                patch("openai._base_client", "SyncAPIClient._process_response", ClientWrappers.response, module)
                patch("openai._base_client", "AsyncAPIClient._process_response", ClientWrappers.response, module)
                patch("openai._streaming", "Stream.__stream__", ClientWrappers.items, module)
                patch("openai._streaming", "Stream._iter_events", ClientWrappers.events, module)
                patch("openai._streaming", "AsyncStream.__stream__", ClientWrappers.asyncItems, module)
                patch("openai._streaming", "AsyncStream._iter_events", ClientWrappers.asyncEvents, module)
                OpenAIInstrumentation.waitForNextImport(module)
                return .none
            }
        }
    }

    /// A hook is called once; a program may drop the package from `sys.modules` and import it again.
    private static func waitForNextImport(_ module: Borrowed) {
        guard let state = StateReference(module: module), let hook = state.pointee.recorder.objects.openAIHook.retained()
        else { return }
        do throws(PythonError) {
            let name = try Owned.text("openai")
            try ImportHooks.add(hook, name.borrowed, state: state)
        } catch {
            PythonError.clear()
        }
    }
}

/// Whether one of the wrappers around a function is `wrapper` already: after a reload.
private func isPatched(
    _ target: Borrowed, _ name: Borrowed, by wrapper: borrowing Owned, _ state: StateReference
) throws(PythonError) -> Bool {
    let ours = try wrapper.attribute(state.names.moduleName)
    let path = try ResolvedPath.resolve(target, name, state: state)
    var layer = path.original.retained()
    for _ in 0..<64 {
        if let function = try layer.optionalAttribute(state.names.recorder.selfWrapper), function.isBuiltinFunction {
            let name = try function.attribute(state.names.moduleName)
            // Safe: both are names of built-in functions, which are strings.
            if unsafe PyUnicode_Compare(name.raw, ours.raw) == 0 { return true }
        }
        guard let inner = try layer.optionalAttribute(state.names.wrapped) else { break }
        layer = inner
    }
    return false
}

/// Wraps a function of a module with one of ours; where that fails, nothing is changed.
private func patch(_ target: StaticString, _ name: StaticString, _ wrapper: Method, _ module: Borrowed) {
    guard let state = StateReference(module: module) else { return }
    do throws(PythonError) {
        // Held in variables: a borrowed reference to a temporary would outlive it.
        let target = try Owned.text(target), name = try Owned.text(name)
        let wrapper = try Owned.builtin(wrapper, module)
        guard try !isPatched(target.borrowed, name.borrowed, by: wrapper, state) else { return }
        _ = try Patching.wrapFunctionNow(target.borrowed, name.borrowed, wrapper.borrowed, state: state)
    } catch {
        PythonError.clear()
    }
}
