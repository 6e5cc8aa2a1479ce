import Model

/// A way in which instrumentations name what they saw.
protocol Vocabulary: SendableMetatype {
    /// Fills in what this vocabulary says and nobody said before.
    static func read(_ facts: inout SpanFacts, into meaning: inout Meaning)
}
