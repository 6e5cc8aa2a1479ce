import CPython

/// Functions with something captured that wait for a module, or for what they decorate.
enum HookFunctions {
    /// A hook that is given as text, `"module:attribute.path"`: captures the text.
    static var callMethod: Method {
        .oneArgument("import_hook", "Imports a hook by its name, and calls it with the module.") { captured, module in
            entry { () throws(PythonError) in
                let captured = try Captured(captured)
                return try ImportHooks.callNamed(captured[0], Borrowed(argument: module), captured.state)
            }
        }
    }

    /// What `when_imported` returns: captures the module's name.
    static var registerMethod: Method {
        .oneArgument("register", "Registers a function as a hook, and returns it.") { captured, hook in
            entry { () throws(PythonError) in
                let captured = try Captured(captured)
                let hook = Borrowed(argument: hook)
                try ImportHooks.register(hook, captured[0], state: captured.state)
                return hook.retained()
            }
        }
    }

    /// The hook of a patch whose module is not loaded yet: captures a name, a wrapper function and `enabled`.
    static var applyPatchMethod: Method {
        .oneArgument("apply_patch", "Applies a patch that waited for the module.") { captured, module in
            entry { () throws(PythonError) in
                let captured = try Captured(captured)
                _ = try Patching.wrapFunctionNow(
                    Borrowed(argument: module), captured[0], captured[1], enabled: captured[2], state: captured.state)
                return .none
            }
        }
    }

    /// What `patch_function_wrapper` returns: captures a target, a name and `enabled`.
    static var patchMethod: Method {
        .oneArgument("patch", "Patches with a wrapper function, and returns that.") { captured, wrapper in
            entry { () throws(PythonError) in
                let captured = try Captured(captured)
                let wrapper = Borrowed(argument: wrapper)
                _ = try Patching.wrapFunction(captured[0], captured[1], wrapper, enabled: captured[2], state: captured.state)
                return wrapper.retained()
            }
        }
    }
}
