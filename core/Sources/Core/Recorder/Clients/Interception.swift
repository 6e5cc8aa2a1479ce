import CPython

/// A call that a wrapper of ours stands in for: what was wrapped, and what it was called with.
struct Interception {
    let wrapped: Borrowed
    /// The object that the method was called on; `None` for a plain function.
    let instance: Borrowed
    /// A tuple.
    let arguments: Borrowed
    /// A dictionary.
    let keywords: Borrowed

    /// The four arguments that a wrapper function gets.
    init(_ arguments: Arguments) throws(PythonError) {
        guard arguments.count == 4, arguments.namedCount == 0, arguments[2].isTuple, arguments[3].isDictionary else {
            throw PythonError.raise(.typeError, "a wrapper takes (wrapped, instance, args, kwargs)")
        }
        wrapped = arguments[0]
        instance = arguments[1]
        self.arguments = arguments[2]
        keywords = arguments[3]
    }

    /// Does what the program asked for, untouched.
    func proceed() throws(PythonError) -> Owned {
        try wrapped.call(tuple: arguments, keywords: keywords)
    }

    /// An argument by place or name; nil if it was not given.
    func argument(_ index: Int?, _ name: Interned) -> Owned? {
        ClientCall.argument(arguments, keywords, index, name)
    }
}
