import CPython

extension Arguments {
    /// Sorts the arguments by parameter, as Python does for a function with these parameters, of which the
    /// first `required` must be given. What was not given is nil.
    @inline(__always) @_lifetime(copy self)
    func parse<let parameterCount: Int>(
        _ function: StaticString, _ parameters: @autoclosure () -> InlineArray<parameterCount, Interned>, required: Int,
        positional: Int = parameterCount
    ) throws(PythonError) -> ArgumentValues<parameterCount> {
        let count = self.count
        if names == nil, count >= required, count <= positional {
            // The common case: nothing named, and nothing missing.
            var values = ArgumentValues<parameterCount>(of: self)
            for index in 0..<parameterCount where index < count { values.set(index, self[index]) }
            return values
        }
        return try parseNamed(function, parameters(), required: required, positional: positional)
    }

    @inline(never) @_lifetime(copy self)
    private func parseNamed<let parameterCount: Int>(
        _ function: StaticString, _ parameters: InlineArray<parameterCount, Interned>, required: Int, positional: Int
    ) throws(PythonError) -> ArgumentValues<parameterCount> {
        var values = ArgumentValues<parameterCount>(of: self)
        guard count <= positional else {
            let given = try Owned.integer(count), most = try Owned.integer(positional)
            throw PythonError.raise(
                .typeError, "%s() takes at most %R positional argument%s (%R given)", .text(function), .object(most),
                .text(positional == 1 ? "" : "s"), .object(given))
        }
        for index in 0..<count { values.set(index, self[index]) }
        for named in 0..<namedCount {
            let name = name(named)
            var found = false
            for index in 0..<parameterCount where try parameters[index].equalsName(name) {
                guard values[index] == nil else {
                    throw PythonError.raise(
                        .typeError, "%s() got multiple values for argument '%U'", .text(function), .object(name))
                }
                values.set(index, namedValue(named))
                found = true
            }
            guard found else {
                throw PythonError.raise(
                    .typeError, "%s() got an unexpected keyword argument '%U'", .text(function), .object(name))
            }
        }
        for index in 0..<required where values[index] == nil {
            throw PythonError.raise(
                .typeError, "%s() missing required argument '%U'", .text(function), .object(parameters[index]))
        }
        return values
    }
}

extension Interned {
    /// Whether `name`, an attribute name, is this one. Nearly every name is interned: then its address decides.
    @inline(__always)
    func isName(_ name: Borrowed) throws(PythonError) -> Bool {
        if isIdentical(to: name) { return true }
        // Safe: attribute names are strings.
        if unsafe martlet_is_interned(name.raw) != 0 { return false }
        return try equalsName(name)
    }

    /// Whether `name` spells the same: by address for nearly all names, else by value.
    @inline(__always)
    func equalsName(_ name: Borrowed) throws(PythonError) -> Bool {
        if isIdentical(to: name) { return true }
        // Safe: both are strings; a compact comparison, which cannot run Python code for exact strings.
        let order = unsafe PyUnicode_Compare(raw, name.raw)
        if order == -1, PythonError.isSet { throw PythonError() }
        return order == 0
    }
}
