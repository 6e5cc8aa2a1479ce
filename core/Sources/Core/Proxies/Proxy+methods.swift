import CPython

// The methods of a proxy that have no slot.
extension Instance where Fields == ProxyFields {
    static var methods: [Method] {
        protocolMethods + conversionMethods + [
            .oneArgument("__getattr__", "Looks an attribute up in the wrapped object.") { object, name in
                entry(Proxy.self, object) { proxy throws(PythonError) in try proxy.wrapped().attribute(Borrowed(argument: name).checkedName()) }
            },
            .arguments("__self_setattr__", "Sets an attribute of the proxy itself.") { object, base, count, names in
                entry(Proxy.self, object) { proxy throws(PythonError) in
                    let arguments = unsafe Arguments(base, count, names)
                    guard arguments.count == 2, arguments.namedCount == 0 else {
                        throw PythonError.raise(.typeError, "__self_setattr__() takes a name and a value")
                    }
                    try proxy.setGenericAttribute(arguments[0].checkedName(), arguments[1])
                    return .none
                }
            },
            .noArguments("__dir__", "Lists the attributes of the wrapped object.") { object, _ in
                Proxy.forward(object) { unsafe PyObject_Dir($0) }
            },
            .noArguments("__copy__", "Subclasses say how they are copied.") { _, _ in
                entry { () throws(PythonError) in
                    throw PythonError.raise(.notImplementedError, "object proxy must define __copy__()")
                }
            },
            .arguments("__deepcopy__", "Subclasses say how they are copied.") { _, _, _, _ in
                entry { () throws(PythonError) in
                    throw PythonError.raise(.notImplementedError, "object proxy must define __deepcopy__()")
                }
            },
            .noArguments("__reduce__", "Subclasses say how they are pickled.") { _, _ in
                entry { () throws(PythonError) in
                    throw PythonError.raise(.notImplementedError, "object proxy must define __reduce__()")
                }
            },
            .arguments("__mro_entries__", "Stands in for the wrapped class as a base class.") { object, base, count, names in
                entry(Proxy.self, object) { proxy throws(PythonError) in
                    let wrapped = try proxy.wrapped()
                    if !wrapped.isType, let method = try wrapped.optionalAttribute(proxy.names.mroEntries) {
                        return try unsafe method.call(Arguments(base, count, names))
                    }
                    return try .tuple(wrapped)
                }
            },
            .oneArgument("__instancecheck__", "Asks the wrapped class.") { object, instance in
                entry(Proxy.self, object) { proxy throws(PythonError) in .bool(try Borrowed(argument: instance).isInstance(of: proxy.wrapped())) }
            },
            .oneArgument("__subclasscheck__", "Asks the wrapped class.") { object, subclass in
                entry(Proxy.self, object) { proxy throws(PythonError) in
                    let subclass = Borrowed(argument: subclass)
                    let inner = try subclass.optionalAttribute(proxy.names.wrapped) ?? subclass.retained()
                    return .bool(try inner.isSubclass(of: proxy.wrapped()))
                }
            },
            .classOneArgument("__class_getitem__", "Makes a generic alias.") { type, item in
                unsafe Py_GenericAlias(type, item)
            },
        ]
    }

    private static var protocolMethods: [Method] {
        [
            .arguments("__enter__", "Enters the wrapped context manager.") { object, base, count, names in
                entry(Proxy.self, object) { proxy throws(PythonError) in try unsafe proxy.wrapped().attribute(proxy.names.enter).call(Arguments(base, count, names)) }
            },
            .arguments("__exit__", "Leaves the wrapped context manager.") { object, base, count, names in
                entry(Proxy.self, object) { proxy throws(PythonError) in try unsafe proxy.wrapped().attribute(proxy.names.exit).call(Arguments(base, count, names)) }
            },
            .arguments("__aenter__", "Enters the wrapped context manager.") { object, base, count, names in
                entry(Proxy.self, object) { proxy throws(PythonError) in try unsafe proxy.wrapped().attribute(proxy.names.aenter).call(Arguments(base, count, names)) }
            },
            .arguments("__aexit__", "Leaves the wrapped context manager.") { object, base, count, names in
                entry(Proxy.self, object) { proxy throws(PythonError) in try unsafe proxy.wrapped().attribute(proxy.names.aexit).call(Arguments(base, count, names)) }
            },
        ]
    }

    private static var conversionMethods: [Method] {
        [
            .noArguments("__bytes__", "Converts the wrapped object.") { object, _ in
                entry(Proxy.self, object) { proxy throws(PythonError) in try TypeReference.bytes.call(proxy.wrapped()) }
            },
            .noArguments("__complex__", "Converts the wrapped object.") { object, _ in
                entry(Proxy.self, object) { proxy throws(PythonError) in try TypeReference.complex.call(proxy.wrapped()) }
            },
            .noArguments("__reversed__", "Reverses the wrapped object.") { object, _ in
                entry(Proxy.self, object) { proxy throws(PythonError) in try TypeReference.reversed.call(proxy.wrapped()) }
            },
            .oneArgument("__format__", "Formats the wrapped object.") { object, format in
                Proxy.forward(object) { unsafe PyObject_Format($0, format) }
            },
            .arguments("__round__", "Rounds the wrapped object.") { object, base, count, names in
                entry(Proxy.self, object) { proxy throws(PythonError) in
                    let values = try unsafe Arguments(base, count, names).parse("__round__", [proxy.names.ndigits], required: 0)
                    let round = try Owned.module("builtins").attribute(proxy.names.roundFunction)
                    let wrapped = try proxy.wrapped()
                    if let digits = values[0] { return try round.call(wrapped, digits) }
                    return try round.call(wrapped)
                }
            },
            .noArguments("__trunc__", "Truncates the wrapped object.") { object, _ in
                entry(Proxy.self, object) { proxy throws(PythonError) in try Owned.module("math").callMethod(proxy.names.truncFunction, proxy.wrapped()) }
            },
            .noArguments("__floor__", "Rounds the wrapped object down.") { object, _ in
                entry(Proxy.self, object) { proxy throws(PythonError) in try Owned.module("math").callMethod(proxy.names.floorFunction, proxy.wrapped()) }
            },
            .noArguments("__ceil__", "Rounds the wrapped object up.") { object, _ in
                entry(Proxy.self, object) { proxy throws(PythonError) in try Owned.module("math").callMethod(proxy.names.ceilFunction, proxy.wrapped()) }
            },
        ]
    }
}

extension Borrowed {
    /// An attribute name that came as an argument.
    @_lifetime(copy self)
    func checkedName() throws(PythonError) -> Borrowed {
        guard isText else {
            throw PythonError.raise(.typeError, "attribute name must be string, not '%.200s'", .typeName(self))
        }
        return self
    }
}
