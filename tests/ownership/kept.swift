// What the compiler has to refuse: each line that ends in `// error: TEXT` gives an error with that text, and no
// other line gives one. `test_ownership.py` compiles it with the runtime layer.

// A reference is not returned from the function that owns the object.
func returned() throws(PythonError) -> Borrowed { // error: a function with a ~Escapable result needs a parameter to depend on
    .none
}

struct Kept {
    let reference: Borrowed // error: has non-Escapable type
}
