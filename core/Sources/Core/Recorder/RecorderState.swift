/// What the recorder keeps per interpreter.
struct RecorderState {
    var objects = RecorderObjects()
    /// The way to the running context's holder.
    var path = HolderPath()
    /// What the program wants masked; nil for nothing of its own.
    var masking: MaskingRules?
    /// What `martlet.toml` says, if there is one that can be understood.
    var configuration: Configuration?
    /// Somebody was told what is wrong with the file.
    var isFaultReported = false

    /// Reports the Python objects in it to the garbage collector.
    mutating func traverse(_ visitor: Visitor) -> Int32 { PackedFields.traverse(&objects, visitor) }

    /// Drops them.
    mutating func clear() { PackedFields.clear(&objects) }
}

/// The recorder's objects, one per interpreter. It holds `Field`s and nothing else.
struct RecorderObjects {
    /// The `ContextVar` whose value is a `ContextHolder`.
    var currentSpan = Field()
    /// `dict`: the name of a package of an API client, to the hook that waits for its import or has seen it.
    var clientHooks = Field()
    /// Waits for the resources of `openai` that take Langfuse's arguments; empty if nobody asked.
    var notesHook = Field()
    var clientMethodType = Field()
    var bodyType = Field()
    var asyncBodyType = Field()
    var decoderType = Field()
    var notedCallType = Field()
    var spanType = Field()
    var holderType = Field()
    var scopeType = Field()
    var readyType = Field()
    var awaitableType = Field()
    var streamType = Field()
    var asyncStreamType = Field()
    var generatorType = Field()
    var asyncGeneratorType = Field()
    /// Traced functions that bind as functions do, and those that bind as what they trace does.
    var tracedFunctionType = Field()
    var tracedCallableType = Field()
    var traceDecoratorType = Field()
    var contextScopeType = Field()
    var tracePatchType = Field()
    /// `list` of the patterns that the program wants masked; empty for none.
    var maskPatterns = Field()
    /// `str`: what is wrong with `martlet.toml`; empty if nothing is.
    var configurationFault = Field()
    /// `dict`: what became of the functions that were named for tracing.
    var traceReport = Field()
}
