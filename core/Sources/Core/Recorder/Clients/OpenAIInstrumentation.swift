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
                return .none
            }
        }
    }
}

/// Wraps a function of a module with one of ours; where that fails, nothing is changed.
private func patch(_ target: StaticString, _ name: StaticString, _ wrapper: Method, _ module: Borrowed) {
    guard let state = StateReference(module: module) else { return }
    do throws(PythonError) {
        // Held in variables: a borrowed reference to a temporary would outlive it.
        let target = try Owned.text(target), name = try Owned.text(name)
        let wrapper = try Owned.builtin(wrapper, module)
        _ = try Patching.wrapFunctionNow(target.borrowed, name.borrowed, wrapper.borrowed, state: state)
    } catch {
        PythonError.clear()
    }
}
