import CPython

// Objects whose classes say which fields they have: what is declared is written, and nothing else is called.
extension JSONCapture {
    /// The fields of a dataclass, without those that its `repr` leaves out.
    mutating func writeDataclass(_ value: Borrowed) {
        guard let fields = value.type.lookup(state.names.values.dataclassFields), fields.isDictionary else {
            return writeRepresentation(value)
        }
        nest(value) { (capture, value) in
            capture.beginObject()
            var position = 0
            var count = 0
            var key: RawObject?
            var field: RawObject?
            // Safe: the dictionary is kept, and both references get counts of their own at once.
            while unsafe PyDict_Next(fields.raw, &position, &key, &field) != 0 {
                let name = Borrowed(argument: key).retained()
                let field = Borrowed(argument: field).retained()
                guard capture.isShown(field.borrow()), let content = value.storedField(name, capture.state) else { continue }
                guard capture.writeMember(name.borrow(), content.borrow(), count) else { break }
                count &+= 1
            }
            capture.endObject()
        }
    }

    /// Whether a field belongs to the instances, and to their `repr`.
    func isShown(_ field: Borrowed) -> Bool {
        if let kind = field.quietAttribute(state.names.values.fieldKind), let name = kind.quietAttribute(state.names.name),
            name.isText, !name.spells("_FIELD")
        {
            return false
        }
        return isInRepresentation(field)
    }

    private func isInRepresentation(_ field: Borrowed) -> Bool {
        guard let shown = field.quietAttribute(state.names.values.repr) else { return true }
        return !shown.isIdentical(to: Borrowed.false)
    }

    /// The attributes of a class of attrs, without those that its `repr` leaves out.
    mutating func writeAttrs(_ value: Borrowed) {
        guard let attributes = value.type.lookup(state.names.values.attributesOfAttrs), attributes.isTuple else {
            return writeRepresentation(value)
        }
        nest(value) { (capture, value) in
            capture.beginObject()
            var count = 0
            for index in 0..<attributes.tupleCount {
                let attribute = attributes.tupleItem(index)
                guard capture.isInRepresentation(attribute.borrow()),
                    let name = attribute.quietAttribute(capture.state.names.name), name.isText,
                    let content = value.storedField(name, capture.state)
                else { continue }
                guard capture.writeMember(name.borrow(), content.borrow(), count) else { break }
                count &+= 1
            }
            capture.endObject()
        }
    }

    /// The fields of a structure of msgspec.
    mutating func writeStructure(_ value: Borrowed) {
        guard let names = value.type.retained().quietAttribute(state.names.values.structFields), names.isTuple else { return writeRepresentation(value) }
        nest(value) { (capture, value) in
            capture.beginObject()
            var count = 0
            for index in 0..<names.tupleCount {
                let name = names.tupleItem(index)
                guard name.isText, let content = value.quietGenericAttribute(name) else { continue }
                guard capture.writeMember(name.borrow(), content.borrow(), count) else { break }
                count &+= 1
            }
            capture.endObject()
        }
    }

    /// A model, or dataclass, of pydantic 2: as it serialises itself, without the warnings. Where that fails, its
    /// fields as they are.
    mutating func writeModel(_ value: Borrowed) {
        if let content = serialized(value, mode: state.names.values.json) ?? serialized(value, mode: state.names.values.python) {
            return nest(value) { (capture, _) in capture.write(content.borrowed) }
        }
        writeFields(value)
    }

    private func serialized(_ value: Borrowed, mode: Interned) -> Owned? {
        guard let serializer = value.type.lookup(state.names.values.serializer) else { return nil }
        return quietly { () throws(PythonError) in
            let keywords = try Owned.dictionary()
            try keywords.setDictionaryItem(state.names.values.mode, mode)
            try keywords.setDictionaryItem(state.names.values.warnings, Borrowed.false)
            // What pydantic does not know is written as we write it: as text here, since it must be JSON's.
            let builtins = try Owned.module("builtins")
            try keywords.setDictionaryItem(state.names.values.fallback, builtins.attribute(state.names.values.repr))
            let method = try serializer.attribute(state.names.values.toPython)
            return try method.call(tuple: Owned.tuple(value.retained()), keywords: keywords.borrow())
        }
    }

    /// A model of pydantic 1: as it serialises itself, or as its `dict()` has it.
    mutating func writeFirstModel(_ value: Borrowed) {
        let names = state
        let parsed = quietly { () throws(PythonError) in
            let text = try value.callMethod(names.names.values.json)
            // It was imported by pydantic.
            return try Owned.module("json").callMethod(names.names.values.loads, text)
        }
        let content = parsed ?? quietly { () throws(PythonError) in try value.callMethod(names.names.values.toDictionary) }
        guard let content else { return writeFields(value) }
        nest(value) { (capture, _) in capture.write(content.borrowed) }
    }

    /// The instance dictionary, where there is one.
    private mutating func writeFields(_ value: Borrowed) {
        guard let fields = value.quietGenericAttribute(state.names.dict), fields.isDictionary else {
            return writeRepresentation(value)
        }
        nest(value) { (capture, _) in capture.writeDictionary(fields.borrowed) }
    }
}
