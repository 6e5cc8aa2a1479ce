import CPython

/// `formatargspec`, which Python had in `inspect` until 3.10: the text of a parameter list.
enum ArgumentSpecification {
    static var function: Method {
        .arguments(
            "formatargspec",
            """
            formatargspec(args, varargs=None, varkw=None, defaults=None, kwonlyargs=None, kwonlydefaults=None, annotations={})
            --

            The text of a parameter list, from what inspect.getfullargspec() gives.
            """
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                let keys = unsafe StateReference(function: module).names
                let values = try unsafe Arguments(base, count, names).parse(
                    "formatargspec",
                    [
                        keys.args, keys.varargs, keys.varkw, keys.defaults, keys.kwonlyargs, keys.kwonlydefaults,
                        keys.annotationsParameter,
                    ], required: 1)
                return try ArgumentSpecification.format(values, keys)
            }
        }
    }

    private static func format(_ values: ArgumentValues<7>, _ names: Names) throws(PythonError) -> Owned {
        let inspect = try Owned.module("inspect")
        let type = try inspect.attribute(names.parameterClass)
        let parameters = try Owned.list()
        let annotations = values[6]
        // Safe: any sequences will do; new tuples.
        let arguments = try unsafe Owned(PySequence_Tuple(values[0]!.raw))
        let defaults = try optionalTuple(values[3])
        let first = arguments.tupleCount &- defaults.tupleCount
        for index in 0..<arguments.tupleCount {
            let value: Owned? = index >= first && index &- first < defaults.tupleCount ? defaults.tupleItem(index &- first) : nil
            try append(
                to: parameters, type, arguments.tupleItem(index), names.positionalOrKeyword, value, annotations, names)
        }
        if let name = values[1], try name.isTrue() {
            try append(to: parameters, type, name.retained(), names.varPositional, nil, nil, names)
        }
        let keywordOnly = try optionalTuple(values[4])
        for index in 0..<keywordOnly.tupleCount {
            let name = keywordOnly.tupleItem(index)
            var value: Owned? = nil
            if let defaults = values[5], !defaults.isNone { value = try name.lend { name throws(PythonError) in try item(name, of: defaults) } }
            try append(to: parameters, type, name, names.keywordOnly, value, annotations, names)
        }
        if let name = values[2], try name.isTrue() {
            try append(to: parameters, type, name.retained(), names.varKeyword, nil, nil, names)
        }
        let keywords = try Owned.dictionary()
        if let annotations, let result = try item(names.returnName.borrow(), of: annotations) {
            try keywords.setDictionaryItem(names.returnAnnotation, result)
        }
        let signature = try inspect.attribute(names.signatureClass).call(tuple: Owned.tuple(parameters), keywords: keywords.borrow())
        return try unsafe Owned(PyObject_Str(signature.raw))
    }

    private static func append(
        to parameters: borrowing Owned, _ type: borrowing Owned, _ name: consuming Owned, _ kind: Interned,
        _ value: consuming Owned?, _ annotations: Borrowed?, _ names: Names
    ) throws(PythonError) {
        let keywords = try Owned.dictionary()
        if let value { try keywords.setDictionaryItem(names.defaultValue, value) }
        if let annotations, let annotation = try item(name.borrow(), of: annotations) {
            try keywords.setDictionaryItem(names.annotation, annotation)
        }
        let arguments = try Owned.tuple(name, type.attribute(kind))
        try parameters.append(type.call(tuple: arguments, keywords: keywords.borrow()))
    }

    private static func item(_ key: Borrowed, of mapping: Borrowed) throws(PythonError) -> Owned? {
        try mapping.contains(key) ? mapping.item(key) : nil
    }

    private static func optionalTuple(_ value: Borrowed?) throws(PythonError) -> Owned {
        guard let value, !value.isNone else { return try .emptyTuple() }
        return try unsafe Owned(PySequence_Tuple(value.raw))
    }
}
