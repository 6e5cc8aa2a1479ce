import CPython

// Values that are none of JSON's own types.
extension JSONCapture {
    mutating func writeObject(_ value: Borrowed) {
        // Safe, as below: reads the type.
        if unsafe martlet_is_byte_array(value.raw) != 0 { return writeBuffer(value, "bytearray") }
        if unsafe martlet_is_memory_view(value.raw) != 0 { return writeBuffer(value, "memoryview") }
        switch ObjectForm(value.type, state) {
        case .representation: writeRepresentation(value)
        case .indirect: writeIndirect(value)
        case .typeAlone: writeTypeAlone(value)
        case .text: writeText(value.optionalText(), of: value)
        case .isoFormat: writeText(quietly { () throws(PythonError) in try value.callMethod(state.names.values.isoFormat) }, of: value)
        case .enumerationMember: writeEnumerationMember(value)
        case .sequence: nest(value) { (capture, value) in capture.writeIteration(Self.iterator(of: value)) }
        case .mapping: nest(value) { (capture, value) in capture.writePairs(value) }
        case .namespace: writeNamespace(value)
        case .dataclass: writeDataclass(value)
        case .attrs: writeAttrs(value)
        case .entity: writeEntity(value)
        case .structure: writeStructure(value)
        case .model: writeModel(value)
        case .firstModel: writeFirstModel(value)
        case .picture: writePicture(value)
        case .array: writeArray(value)
        case .table: writeTable(value)
        }
    }

    /// Its type, and the beginning of its `repr`.
    mutating func writeRepresentation(_ value: Borrowed) {
        buffer.append(#"{"$type":"#)
        writeTypeName(of: value)
        if let text = value.optionalRepresentation() {
            buffer.append(#","repr":"#)
            writeText(text.borrow(), limit: limits.representation)
        }
        buffer.append("}")
    }

    mutating func writeTypeAlone(_ value: Borrowed) {
        buffer.append(#"{"$type":"#)
        writeTypeName(of: value)
        buffer.append("}")
    }

    /// The qualified name of a value's type, as a JSON string.
    mutating func writeTypeName(of value: Borrowed) {
        let type = value.type.retained()
        buffer.append(UInt8(ascii: "\""))
        if let module = type.quietAttribute(state.names.module), module.isText, !module.spells("builtins") {
            writeEscaped(module.borrow(), limit: 200)
            buffer.append(".")
        }
        if let name = type.quietAttribute(state.names.qualname), name.isText {
            writeEscaped(name.borrow(), limit: 200)
        }
        buffer.append(UInt8(ascii: "\""))
    }

    /// The text that an object gave; its type, and its `repr`, where it gave none.
    private mutating func writeText(_ text: consuming Owned?, of value: Borrowed) {
        guard let text, text.isText else { return writeRepresentation(value) }
        writeText(text.borrow())
    }

    private mutating func writeEnumerationMember(_ value: Borrowed) {
        guard let content = value.quietAttribute(state.names.values.enumerationValue) else { return writeRepresentation(value) }
        nest(value) { (capture, _) in capture.write(content.borrowed) }
    }

    /// What is in the instance dictionary.
    private mutating func writeNamespace(_ value: Borrowed) {
        guard let dictionary = value.quietGenericAttribute(state.names.dict), dictionary.isDictionary else {
            return writeRepresentation(value)
        }
        nest(value) { (capture, _) in capture.writeDictionary(dictionary.borrowed) }
    }

    private static func iterator(of value: Borrowed) -> Owned? {
        // Safe: new references, or null with an exception set.
        let iterator = unsafe martlet_is_set(value.raw) != 0 ? martlet_set_iterator(value.raw) : PyObject_GetIter(value.raw)
        guard let iterator = unsafe iterator else {
            PythonError.dismissFromValue()
            return nil
        }
        return unsafe Owned(stealing: iterator)
    }
}

/// What `body` gives; nil where it raises, and the exception is dropped.
func quietly(_ body: () throws(PythonError) -> Owned) -> Owned? {
    do throws(PythonError) { return try body() } catch {
        PythonError.dismissFromValue()
        return nil
    }
}

extension Reference where Self: ~Copyable, Self: ~Escapable {
    /// The attribute that the generic lookup finds, whatever the type's own lookup would do; nil for a miss.
    func quietGenericAttribute(_ name: borrowing some AnyReference) -> Owned? {
        do throws(PythonError) { return try genericAttribute(name) } catch {
            PythonError.dismissFromValue()
            return nil
        }
    }
}
