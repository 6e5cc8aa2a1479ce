import CPython

extension Instance where Fields == TracedFields {
    /// Writes the arguments of a call as an object with the names of the parameters that they are for.
    ///
    /// What was not given is not written. Where the parameters are not known:
    /// `{"$args": […], "$kwargs": {…}}`.
    func writeArguments(_ arguments: Arguments, to json: inout JSONCapture) {
        guard let parameters = fields.parameters.retained() else { return writeUnnamed(arguments, to: &json) }
        json.beginObject()
        var index = fields.hasReceiver ? 1 : 0
        while index < arguments.count, index < fields.positionalCount {
            json.writeMember(parameters.tupleItem(index).borrowed, arguments[index])
            index &+= 1
        }
        let namedCount = fields.positionalCount &+ fields.namedOnlyCount
        if fields.hasRest, arguments.count > fields.positionalCount {
            json.writeMember(parameters.tupleItem(namedCount).borrowed) { json in
                json.writeItems(from: index, of: arguments)
            }
        }
        var others = 0
        for named in 0..<arguments.namedCount {
            if isParameter(arguments.name(named), parameters) {
                json.writeMember(arguments.name(named), arguments.namedValue(named))
            } else {
                others &+= 1
            }
        }
        if others > 0 {
            // Without a `**kwargs` the call will fail; what it was called with is recorded all the same.
            let key = fields.hasKeywords ? parameters.tupleItem(namedCount &+ (fields.hasRest ? 1 : 0)) : nil
            writeOthers(arguments, parameters, under: key.borrow(), to: &json)
        }
        json.endObject()
    }

    private func writeOthers(
        _ arguments: Arguments, _ parameters: borrowing Owned, under key: Borrowed?, to json: inout JSONCapture
    ) {
        let parameters = parameters.borrow()
        guard let key else { return writeOthers(arguments, parameters, to: &json) }
        json.writeMember(key) { json in
            json.beginObject()
            writeOthers(arguments, parameters, to: &json)
            json.endObject()
        }
    }

    private func writeOthers(_ arguments: Arguments, _ parameters: Borrowed, to json: inout JSONCapture) {
        for named in 0..<arguments.namedCount where !isParameter(arguments.name(named), parameters) {
            json.writeMember(arguments.name(named), arguments.namedValue(named))
        }
    }

    private func writeUnnamed(_ arguments: Arguments, to json: inout JSONCapture) {
        json.beginObject()
        if arguments.count > 0 {
            json.writeMember("$args") { json in json.writeItems(from: 0, of: arguments) }
        }
        if arguments.namedCount > 0 {
            json.writeMember("$kwargs") { json in
                json.beginObject()
                for named in 0..<arguments.namedCount {
                    json.writeMember(arguments.name(named), arguments.namedValue(named))
                }
                json.endObject()
            }
        }
        json.endObject()
    }

    /// Whether a parameter with this name can be given by name.
    private func isParameter(_ name: Borrowed, _ parameters: borrowing some AnyReference) -> Bool {
        for index in fields.positionalOnlyCount..<(fields.positionalCount &+ fields.namedOnlyCount) {
            let parameter = parameters.tupleItem(index)
            // Safe: both are strings; for exact ones the comparison runs no Python code.
            if parameter.isIdentical(to: name) || (unsafe PyUnicode_Compare(parameter.raw, name.raw)) == 0 { return true }
        }
        return false
    }
}
