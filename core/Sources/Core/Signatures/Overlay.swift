import CPython

/// A proxy of a function or a code object some of whose attributes are others.
///
/// `inspect` reads a function's signature and kind from `__code__`, `__defaults__` and their like, and for a
/// method from those of `__func__`. Overlays stand in for these.
@safe struct OverlayFields {
    var callable = CallableFields()
    /// The attributes that are others, a dictionary.
    var attributes = Field()
}

typealias Overlay = Instance<OverlayFields>

extension Instance where Fields == OverlayFields {
    private var proxy: Proxy {
        @_lifetime(copy self) get { cast(to: Proxy.self) }
    }

    /// Makes an overlay of an object.
    static func make(_ wrapped: Borrowed, attributes: consuming Owned, state: StateReference) throws(PythonError) -> Owned {
        let type = try state.require(state.pointee.types.decorators.overlay)
        let object = try Proxy.make(TypeReference(unchecked: type), state: state)
        let overlay = Overlay(unchecked: object)
        // Safe: a function of ours, which lives as long as the extension.
        unsafe overlay.fields.callable.vectorcall = { object, base, count, names in
            entry(Proxy.self, object) { proxy throws(PythonError) in
                try unsafe proxy.wrapped().call(Arguments(base, count, names))
            }
        }
        overlay.fields.attributes.initialize(attributes)
        try overlay.proxy.initialize(wrapped)
        return object
    }

    private func attribute(named name: Borrowed) throws(PythonError) -> Owned? {
        guard let attributes = fields.attributes.retained() else { return nil }
        return try attributes.dictionaryItem(name)
    }

    private func clear() { _ = fields.attributes.exchange(nil) }

    static func makeType(in module: Borrowed, base: TypeReference) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet._core._Overlay", fields: OverlayFields.self, base: base,
            flags: .collected | .vectorcall | .noConstructor, in: module,
            slots: [
                .getAttribute { object, name in
                    entry(Overlay.self, object) { overlay throws(PythonError) in
                        let name = Borrowed(argument: name)
                        if let value = try overlay.attribute(named: name) { return value }
                        return try overlay.proxy.getAttribute(name)
                    }
                },
                .setAttribute { object, name, value in
                    statusEntry(Overlay.self, object) { overlay throws(PythonError) in
                        let name = Borrowed(argument: name)
                        if try overlay.attribute(named: name) != nil {
                            throw PythonError.raise(.attributeError, "attribute '%U' is read-only here", .object(name))
                        }
                        try unsafe overlay.proxy.setAttribute(named: name, to: Borrowed(optional: value))
                    }
                },
                .traverse { object, visit, argument in
                    guard let visitor = unsafe Visitor(visit, argument) else { return 0 }
                    let overlay = unsafe Overlay(object.unsafelyUnwrapped)
                    let status = overlay.proxy.traverse(visitor)
                    return status == 0 ? overlay.fields.attributes.traverse(visitor) : status
                },
                .clear { object in
                    let overlay = unsafe Overlay(object.unsafelyUnwrapped)
                    overlay.clear()
                    overlay.proxy.clear()
                    return 0
                },
                .deallocate { object in
                    let overlay = unsafe Overlay(object.unsafelyUnwrapped)
                    overlay.proxy.beginDeallocation()
                    overlay.clear()
                    overlay.proxy.deallocate()
                },
                .offsets([CallableFields.vectorcallOffset]),
            ])
    }
}

extension Reference where Self: ~Copyable, Self: ~Escapable {
    /// Stores another object's attribute in this dictionary, if it has it.
    func copyItem(_ name: Interned, from source: borrowing some AnyReference) throws(PythonError) {
        guard let value = try source.optionalAttribute(name) else { return }
        try setDictionaryItem(name, value)
    }
}
