extension SpanRow {
    /// Under what a span is found in tables of their own.
    struct Listing: Equatable {
        var trace: Int64
        var startTime: Int64
        /// The model that answered, or that was asked if none did.
        var model: Int64?
        var models: [Int64]
        var tags: [Int64]
    }

    /// Whether there is anything under which it was found or has to be.
    var isListed: Bool {
        listed != nil || facts.model != nil || facts.requestedModel != nil || !facts.tags.isEmpty
    }

    /// It has to be found under something else than it was.
    var isMoved: Bool { isListed && (listed == nil || listed != listing) }

    /// Under what it has to be found.
    var listing: Listing {
        Listing(
            trace: trace, startTime: startTime, model: facts.model, models: facts.models,
            tags: facts.tags)
    }
}
