import CPython

/// An empty dictionary for the next call that needs one for its keywords.
///
/// A wrapper function gets a dictionary of its own at each call, which it may change or keep. Nearly always it
/// does not keep it: then it is emptied, and the next call's, and nobody can tell.
@safe struct SpareDictionary {
    private var spare = Field()

    /// The dictionary, empty and nobody else's; nil if it is in use.
    @inline(__always) mutating func take() -> Owned? {
        // Somebody may have found it through the garbage collector.
        // Safe: reads fields of a living dictionary.
        guard let dictionary = spare.exchange(nil), unsafe martlet_reference_count(dictionary.raw) == 1,
            unsafe martlet_dict_count(dictionary.raw) == 0
        else { return nil }
        return dictionary
    }

    /// Lets go what is in a dictionary that is about to be put back, unless somebody else has it. That may run Python
    /// code, as the end of the dictionary would: it is done while nothing of ours is half done.
    @inline(__always) static func empty(_ dictionary: borrowing Owned) {
        // Safe: reads fields of a living dictionary.
        guard unsafe martlet_dict_count(dictionary.raw) != 0, unsafe martlet_reference_count(dictionary.raw) == 1 else { return }
        unsafe PyDict_Clear(dictionary.raw)
    }

    /// Takes a dictionary back, if nobody else refers to it and nothing is in it.
    @inline(__always) mutating func putBack(_ dictionary: consuming Owned) {
        // Safe: reads fields of a living dictionary.
        guard unsafe martlet_reference_count(dictionary.raw) == 1, unsafe martlet_dict_count(dictionary.raw) == 0,
            spare.isEmpty
        else { return }
        spare.initialize(dictionary)
    }

    /// Lets the dictionary go.
    mutating func clear() { _ = spare.exchange(nil) }
}
