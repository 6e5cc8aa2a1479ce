import CPython

// Objects whose `repr` is made of those that they refer to: bound methods, partial functions, exceptions. One that refers to an
// object that stands for a row of a database would have its `repr` query.
extension JSONCapture {
    mutating func writeIndirect(_ value: Borrowed) {
        guard refersToEntity(value) else { return writeRepresentation(value) }
        buffer.append(#"{"$type":"#)
        writeTypeName(of: value)
        if let function = value.quietGenericAttribute(state.names.values.function),
            let name = function.quietAttribute(state.names.qualname), name.isText
        {
            buffer.append(#","repr":"<bound method "#)
            writeEscaped(name.borrowed, limit: limits.representation)
            buffer.append(#">""#)
        }
        buffer.append("}")
    }

    /// The text of an exception. Of one that has an object that stands for a row among its arguments: the arguments, and
    /// such objects by their type.
    mutating func writeMessage(of error: Borrowed, limit: Int) {
        guard refersToEntity(error) else {
            guard let message = error.optionalText() else { return }
            buffer.append(#","message":"#)
            return writeText(message.borrowed, limit: limit)
        }
        guard let arguments = error.quietGenericAttribute(state.names.values.arguments), arguments.isTuple else { return }
        buffer.append(#","message":""#)
        for index in 0..<min(arguments.tupleCount, Self.fewest) {
            if index > 0 { buffer.append(", ") }
            let argument = arguments.tupleItem(index)
            if argument.isText {
                writeEscaped(argument.borrowed, limit: limit)
            } else {
                let type = argument.type.retained()
                guard let name = type.quietAttribute(state.names.qualname), name.isText else { continue }
                buffer.append("<")
                writeEscaped(name.borrowed, limit: limits.representation)
                buffer.append(">")
            }
        }
        buffer.append("\"")
    }

    /// As many items of a container are looked at.
    private static var fewest: Int { 32 }

    /// Whether a value leads to an object that stands for a row, or to one whose `repr` does work of the program's. So it
    /// is taken to be where there is much to look at.
    func refersToEntity(_ value: Borrowed) -> Bool {
        var budget = 256
        return refersToEntity(value, &budget)
    }

    private func refersToEntity(_ value: Borrowed, _ budget: inout Int) -> Bool {
        guard !value.isText, !value.isNone, !value.isInteger, !value.isFloat, !value.isBytes else { return false }
        budget &-= 1
        guard budget > 0 else { return true }
        if value.isTuple || value.isList { return itemsReferToEntity(value, &budget) }
        if value.isDictionary {
            // Safe: it is a dictionary; a new list, or null.
            guard let values = unsafe PyDict_Values(value.raw) else {
                PythonError.clear()
                return true
            }
            let list = unsafe Owned(stealing: values)
            return itemsReferToEntity(list.borrowed, &budget)
        }
        switch ObjectForm(value.type, state) {
        case .entity, .typeAlone: return true
        case .indirect:
            let names = state.names.values
            return attribute(names.receiver, of: value, refersToEntity: &budget)
                || attribute(names.partialFunction, of: value, refersToEntity: &budget)
                || attribute(names.arguments, of: value, refersToEntity: &budget)
                || attribute(names.keywords, of: value, refersToEntity: &budget)
        default: return false
        }
    }

    private func itemsReferToEntity(_ items: Borrowed, _ budget: inout Int) -> Bool {
        // The length is asked each time: another thread may change a list.
        var index = 0
        while index < (items.isTuple ? items.tupleCount : items.listCount) {
            let item = items.isTuple ? items.tupleItem(index) : items.listItem(index)
            if refersToEntity(item.borrowed, &budget) { return true }
            index &+= 1
        }
        return false
    }

    private func attribute(_ name: Interned, of value: Borrowed, refersToEntity budget: inout Int) -> Bool {
        guard let content = value.quietGenericAttribute(name) else { return false }
        return refersToEntity(content.borrowed, &budget)
    }
}
