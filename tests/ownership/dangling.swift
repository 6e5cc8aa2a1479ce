// What the compiler has to refuse: each line that ends in `// error: TEXT` gives an error with that text, and no
// other line gives one. `test_ownership.py` compiles it with the runtime layer.

func make() throws(PythonError) -> Owned { try .list() }

func outlivesItsScope() throws(PythonError) -> Bool {
    let reference: Borrowed // error: escapes its scope
    do {
        let owner = try make()
        reference = owner.borrowed
    }
    return reference.isNone
}

func survivesAnAssignment() throws(PythonError) -> Bool {
    var owner = try make()
    let reference = owner.borrowed
    owner = try make() // error: overlapping accesses
    return reference.isNone
}

func survivesGivingAway() throws(PythonError) -> Bool {
    let owner = try make()
    let reference = owner.borrowed
    let other = try Owned.tuple(owner) // error: cannot be consumed
    return reference.isIdentical(to: other)
}

func isKeptByAClosure(_ reference: Borrowed) -> () -> Bool { // error: escapes its scope
    return { reference.isNone }
}

func ofAnOptional() throws(PythonError) -> Bool {
    let reference: Borrowed? // error: escapes its scope
    do {
        let owner: Owned? = try make()
        reference = owner.borrowed
    }
    guard let reference else { return false }
    return reference.isNone
}

// What it has to take: a temporary lives as long as what was borrowed from it.
func ofATemporary() throws(PythonError) -> Bool {
    let reference = try make().borrowed
    return reference.isNone
}

func lentAndGivenAway() throws(PythonError) -> Owned {
    let owner = try make()
    owner.lend { reference in _ = reference.isNone }
    return owner
}

func argument(_ arguments: Arguments) -> Owned { arguments[0].retained() }
