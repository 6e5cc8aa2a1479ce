import CPython
import Journal

extension Instance where Fields == SpanFields {
    /// What a program can do with a handle. After the span's end none of it does anything.
    static var methods: [Method] {
        [
            .arguments("set_attribute", "set_attribute($self, key, value, /)\n--\n\nRecords an attribute; a later one with the same key replaces it.") {
                object, base, count, names in
                entry(SpanObject.self, object) { span throws(PythonError) in
                    let arguments = unsafe Arguments(base, count, names)
                    guard arguments.count == 2, arguments.namedCount == 0, arguments[0].isText else {
                        throw PythonError.raise(.typeError, "set_attribute() takes a key, a str, and a value")
                    }
                    try span.recordAttributes { json in json.writeMember(arguments[0], arguments[1]) }
                    return .none
                }
            },
            .arguments("set_attributes", "set_attributes($self, attributes=None, /, **named)\n--\n\nRecords attributes: those of a dict, and those that are named.") {
                object, base, count, names in
                entry(SpanObject.self, object) { span throws(PythonError) in
                    try unsafe span.setAttributes(Arguments(base, count, names))
                    return .none
                }
            },
            .oneArgument("record_exception", "record_exception($self, error, /)\n--\n\nRecords an exception that the span goes on after.") {
                object, error in
                entry(SpanObject.self, object) { span throws(PythonError) in
                    let error = Borrowed(argument: error)
                    // Safe: asks for a flag of the type.
                    guard unsafe martlet_is_exception(error.raw) != 0 else {
                        throw PythonError.raise(.typeError, "record_exception() takes an exception, not '%s'", .typeName(error))
                    }
                    guard !span.fields.isEnded, let state = span.quietState,
                        let recorder = ProcessRecorder.shared(state)
                    else { return .none }
                    SpanWriter(context: span.context, capture: recorder.capture, recorder: recorder, state: state)
                        .recordError(error)
                    return .none
                }
            },
        ]
    }

    private func setAttributes(_ arguments: Arguments) throws(PythonError) {
        guard arguments.count <= 1, arguments.count == 0 || arguments[0].isDictionary || arguments[0].isNone else {
            throw PythonError.raise(.typeError, "set_attributes() takes one dict, and named attributes")
        }
        var all = try arguments.dictionary()
        if arguments.count == 1, !arguments[0].isNone {
            // Safe: two dictionaries; a new one, or null.
            let copy = try unsafe Owned(PyDict_Copy(arguments[0].raw))
            try PythonError.check(unsafe PyDict_Update(copy.raw, all.raw))
            all = copy
        }
        let attributes = all.borrow()
        try record { json in json.write(attributes) }
    }

    private func recordAttributes(_ body: (inout JSONCapture) -> Void) throws(PythonError) {
        try record { json in
            json.beginObject()
            body(&json)
            json.endObject()
        }
    }

    private func record(_ body: (inout JSONCapture) -> Void) throws(PythonError) {
        let state = try StateReference(type: type)
        record({ $0.attributes }, state) { json, mode in
            if case .full = mode { body(&json) } else { json.buffer.append("{}") }
        }
    }
}

extension Reference where Self: ~Copyable, Self: ~Escapable {
    /// The state of the module that the object's type belongs to; nil where that is gone.
    fileprivate var quietState: StateReference? {
        do throws(PythonError) { return try StateReference(type: type) } catch {
            PythonError.clear()
            return nil
        }
    }
}
