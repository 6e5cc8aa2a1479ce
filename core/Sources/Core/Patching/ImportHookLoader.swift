import CPython

/// `_ImportHookChainedLoader`: a proxy of a module's real loader that tells hooks when the module is loaded.
///
/// It has `load_module`, `create_module` and `exec_module` where the real loader has them. Before the
/// module's code runs, the real loader takes its place on the module and its spec.
enum ImportHookLoader {
    static func makeType(in module: Borrowed, base: TypeReference) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet.importer._ImportHookChainedLoader", fields: ProxyFields.self, base: base, flags: .base | .collected,
            in: module,
            slots: BaseObjectProxy.collection + [
                .documentation("A module's loader that calls hooks once the module is loaded."),
                .methods([
                    .oneArgument("_self_load_module", "Loads a module, and calls its hooks.") { object, name in
                        entry(Proxy.self, object) { loader throws(PythonError) in
                            let module = try loader.wrapped().callMethod(loader.names.loadModule, Borrowed(argument: name))
                            try module.lend { module throws(PythonError) in
                                try ImportHookLoader.stepAside(loader, module)
                                try ImportHooks.notify(module, state: loader.state)
                            }
                            return module
                        }
                    },
                    .oneArgument("_self_create_module", "Makes a module.") { object, spec in
                        entry(Proxy.self, object) { loader throws(PythonError) in
                            try loader.wrapped().callMethod(loader.names.createModule, Borrowed(argument: spec))
                        }
                    },
                    .oneArgument("_self_exec_module", "Runs a module, and calls its hooks.") { object, module in
                        entry(Proxy.self, object) { loader throws(PythonError) in
                            let module = Borrowed(argument: module)
                            try ImportHookLoader.stepAside(loader, module)
                            _ = try loader.wrapped().callMethod(loader.names.execModule, module)
                            try ImportHooks.notify(module, state: loader.state)
                            return .none
                        }
                    },
                ]),
                .properties([
                    Property("load_module", get: { object, _ in
                        entry(Proxy.self, object) { loader throws(PythonError) in
                            try ImportHookLoader.method(loader, loader.names.loadModule, loader.names.ownLoadModule)
                        }
                    }),
                    Property("create_module", get: { object, _ in
                        entry(Proxy.self, object) { loader throws(PythonError) in
                            try ImportHookLoader.method(loader, loader.names.createModule, loader.names.ownCreateModule)
                        }
                    }),
                    Property("exec_module", get: { object, _ in
                        entry(Proxy.self, object) { loader throws(PythonError) in
                            try ImportHookLoader.method(loader, loader.names.execModule, loader.names.ownExecModule)
                        }
                    }),
                ]),
            ])
    }

    /// Our method, where the real loader has such a one; else its own AttributeError.
    static func method(_ loader: Proxy, _ name: Interned, _ own: Interned) throws(PythonError) -> Owned {
        _ = try loader.wrapped().attribute(name)
        guard let method = try loader.genericAttribute(own) else {
            throw PythonError.raise(.attributeError, "'%U'", .object(own))
        }
        return method
    }

    /// Puts the real loader on the module and on its spec, where ours is.
    static func stepAside(_ loader: Proxy, _ module: Borrowed) throws(PythonError) {
        let wrapped = try loader.wrapped()
        let names = loader.names
        if let current = try module.optionalAttribute(names.loader), current.isNone || current.isIdentical(to: loader) {
            do throws(PythonError) {
                try module.setAttribute(names.loader, wrapped)
            } catch {
                guard PythonError.matches(.attributeError) else { throw error }
                PythonError.clear()
            }
        }
        if let spec = try module.optionalAttribute(names.spec), !spec.isNone,
            let current = try spec.optionalAttribute(names.specLoader), current.isIdentical(to: loader)
        {
            try spec.setAttribute(names.specLoader, wrapped)
        }
    }
}
