import CPython

/// `martlet.mask`.
enum MaskFunction {
    static var method: Method {
        .arguments(
            "mask",
            """
            mask(*, keys=(), patterns=(), cards=None)
            --

            Masks more than what always is, from now on. keys: what stands under them is not recorded; case, '_', '-',
            '.' and spaces do not count. patterns: regular expressions, str or re.Pattern; what they match in a text
            is not recorded. They are Python's, and run once for each text. cards=True masks numbers of credit cards.
            """
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                try unsafe MaskFunction.call(Arguments(base, count, names), StateReference(function: module))
                return .none
            }
        }
    }

    private static func call(_ arguments: Arguments, _ state: StateReference) throws(PythonError) {
        guard arguments.count == 0 else { throw PythonError.raise(.typeError, "mask() takes named arguments only") }
        let values = try arguments.parse(
            "mask", [state.names.values.keys, state.names.values.patterns, state.names.values.cards], required: 0, positional: 0)
        // All of it is looked at before any of it counts.
        let keys = try list(values[0], of: "keys")
        let patterns = try list(values[1], of: "patterns")
        for index in 0..<keys.listCount where !keys.listItem(index).isText {
            let key = keys.listItem(index)
            throw PythonError.raise(.typeError, "keys are str, not %s", .typeName(key.borrowed))
        }
        let compiled = try Owned.list()
        for index in 0..<patterns.listCount {
            let pattern = patterns.listItem(index)
            try compiled.append(compile(pattern.borrowed, state))
        }
        add(keys, compiled, cards: values[2]?.isIdentical(to: Borrowed.true), state)
        if compiled.listCount > 0 { try addPatterns(compiled, state) }
    }

    private static func add(_ keys: borrowing Owned, _ patterns: borrowing Owned, cards: Bool?, _ state: StateReference) {
        let rules = state.pointee.recorder.masking ?? MaskingRules()
        for index in 0..<keys.listCount {
            let key = keys.listItem(index)
            key.withUTF8 { unsafe rules.add(key: $0) }
        }
        if let cards { rules.masksCards = cards }
        state.pointee.recorder.masking = rules
    }

    private static func addPatterns(_ patterns: borrowing Owned, _ state: StateReference) throws(PythonError) {
        guard let present = state.pointee.recorder.objects.maskPatterns.retained() else {
            _ = state.pointee.recorder.objects.maskPatterns.exchange(patterns.retained())
            return
        }
        for index in 0..<patterns.listCount { try present.append(patterns.listItem(index)) }
    }

    /// A list of what was given, which may be any iterable but a text.
    private static func list(_ value: Borrowed?, of name: StaticString) throws(PythonError) -> Owned {
        guard let value, !value.isNone else { return try Owned.list() }
        guard !value.isText else {
            throw PythonError.raise(.typeError, "%s is a list, not one str", .text(name))
        }
        // Safe: a new list or null.
        return try unsafe Owned(PySequence_List(value.raw))
    }

    private static func compile(_ pattern: Borrowed, _ state: StateReference) throws(PythonError) -> Owned {
        let module = try Owned.module("re")
        if try pattern.isInstance(of: module.attribute(state.names.values.patternType)) {
            // One for bytes would fail on every text.
            let source = try pattern.attribute(state.names.values.pattern)
            guard source.isText else { throw PythonError.raise(.typeError, "the pattern %R is for bytes", .object(pattern)) }
            return pattern.retained()
        }
        guard pattern.isText else {
            throw PythonError.raise(.typeError, "patterns are str or re.Pattern, not %s", .typeName(pattern))
        }
        return try module.callMethod(state.names.values.compile, pattern)
    }
}
