import CPython
import Journal

/// `inject(carrier)` and `extract(carrier)`.
enum PropagationFunctions {
    static var functions: [Method] {
        [
            .arguments(
                "inject",
                """
                inject(carrier=None, /)
                --

                Sets the header traceparent of a carrier (a dict of headers, or what assigns like one) to the
                current span, and returns the carrier. Outside of any span it sets nothing.
                """
            ) { module, base, count, names in
                entry { () throws(PythonError) in
                    let arguments = unsafe Arguments(base, count, names)
                    let state = unsafe StateReference(function: module)
                    guard arguments.count <= 1, arguments.namedCount == 0 else {
                        throw PythonError.raise(.typeError, "inject() takes one carrier")
                    }
                    let isGiven = arguments.count == 1 && !arguments[0].isNone
                    let carrier = isGiven ? arguments[0].retained() : try Owned.dictionary()
                    if let context = CurrentSpan.context(state) {
                        let text = try TraceParent.text(of: context)
                        // Safe: all three are alive for the call.
                        try PythonError.check(
                            unsafe PyObject_SetItem(carrier.raw, state.names.recorder.traceParent.raw, text.raw))
                    }
                    return carrier
                }
            },
            .oneArgument(
                "extract",
                """
                extract(carrier, /)
                --

                A context manager, plain and asynchronous: spans that begin inside are children of the span that the
                carrier's header traceparent names. Without that header, or with one that cannot be read, it does nothing.
                """
            ) { module, carrier in
                entry { () throws(PythonError) in
                    let state = unsafe StateReference(function: module)
                    return try ContextScope.make(parent: PropagationFunctions.read(Borrowed(argument: carrier), state), state)
                }
            },
        ]
    }

    /// The span that a carrier names: it is asked with `get`, by both spellings of the header.
    private static func read(_ carrier: Borrowed, _ state: StateReference) throws(PythonError) -> SpanContext? {
        let names = state.names.recorder
        guard let get = try carrier.optionalAttribute(names.get), get.isCallable else {
            throw PythonError.raise(.typeError, "extract() takes a mapping of headers, not '%s'", .typeName(carrier))
        }
        var found = try get.call(names.traceParent)
        if found.isNone { found = try get.call(names.traceParentTitle) }
        guard found.isText else { return nil }
        return found.withUTF8 { TraceParent.parse($0) }
    }
}
