/// The arguments of a call in the order of the parameters; nil for those that were not given.
///
/// An `InlineArray` takes only elements that can escape, so that the addresses lie here bare, and the whole
/// may be used for as long as the arguments that it was made from.
@safe struct ArgumentValues<let count: Int>: ~Escapable {
    private var values: InlineArray<count, RawObject?>

    /// None yet, of these arguments.
    @inline(__always) @_lifetime(copy arguments) init(of arguments: Arguments) {
        unsafe values = InlineArray(repeating: nil)
    }

    /// The argument for the parameter at `index`.
    @inline(__always) subscript(index: Int) -> Borrowed? {
        // Safe: what is stored is an argument, or borrowed from one.
        @_lifetime(copy self) get { unsafe _overrideLifetime(Borrowed(optional: values[index]), copying: self) }
    }

    /// Stores an argument. What is stored must live as long as the arguments do.
    @inline(__always) @_lifetime(self: copy self, copy value) mutating func set(_ index: Int, _ value: Borrowed) {
        unsafe values[index] = value.raw
    }
}
