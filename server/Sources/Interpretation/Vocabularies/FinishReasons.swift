import Model

/// Why answers ended, where a span says it of all and the answers do not. To be read when these are known.
enum FinishReasons: Vocabulary {
    static func read(_ facts: inout SpanFacts, into meaning: inout Meaning) {
        guard let reasons = facts.take("gen_ai.response.finish_reasons", "gen_ai.response.finish_reason")?.texts else { return }
        for (position, reason) in zip(meaning.output.indices, reasons) where meaning.output[position].finishReason == nil {
            meaning.output[position].finishReason = reason
        }
    }
}
