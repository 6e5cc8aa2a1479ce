import CPython
import Journal

/// The memory of the object that a context keeps in its one variable of ours.
///
/// A span that begins changes what is in the holder, not the variable, as long as nobody but the
/// running context can reach the holder: see `HolderPath`.
struct ContextHolderFields {
    /// Where the code of the context is.
    var position: SpanPosition
    /// What `martlet.context` says of spans that begin here: a `ContextValues`, or empty.
    var values: Field
}

typealias ContextHolder = Instance<ContextHolderFields>

extension Instance where Fields == ContextHolderFields {
    /// The type is not part of the module: only the variable refers to its objects, and
    /// `contextvars.copy_context()` shows them.
    static func makeType(in module: Borrowed) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet._core.ContextHolder", fields: ContextHolderFields.self, flags: .noConstructor, in: module,
            slots: [
                .documentation("Where the code of a context is, for the recorder."),
                .deallocate { object in
                    let holder = unsafe ContextHolder(object.unsafelyUnwrapped)
                    holder.fields.position.release()
                    _ = holder.fields.values.exchange(nil)
                    unsafe Deallocation.free(holder.raw)
                },
            ])
    }
}
