import JSON
import Model

extension TokenUsage {
    /// Usage as Langfuse's SDK sends it: as OpenAI's API tells it, or as flat counts, in which each
    /// token is counted once under the most precise name.
    init?(langfuse usage: JSONValue?) {
        guard let members = usage?.object?.members else { return nil }
        if let usage, usage["prompt_tokens"] != nil || usage["input_tokens"] != nil {
            self.init(openAI: usage)
            return
        }
        func sum(_ isWanted: (String) -> Bool) -> Int? {
            let counts = members.filter { isWanted($0.name) }.compactMap(\.value.int).filter { $0 >= 0 }
            guard !counts.isEmpty else { return nil }
            return counts.reduce(0) { $0.addingReportingOverflow($1).partialValue }
        }
        self.init(
            input: sum { $0.contains("input") }, output: sum { $0.contains("output") },
            total: sum { $0 == "total" } ?? sum { _ in true },
            cachedInput: sum { $0.contains("input") && $0.contains("cache") && !$0.contains("creation") },
            reasoning: sum { $0.contains("reasoning") })
        if self == TokenUsage() { return nil }
    }
}

extension Cost {
    /// What Langfuse's SDK sends: amounts by name, the total among them or not.
    init?(langfuse cost: JSONValue?) {
        guard let members = cost?.object?.members else { return nil }
        let amounts = members.compactMap { member in
            member.value.number?.double.map { (name: member.name, amount: $0) }
        }
        guard !amounts.isEmpty else { return nil }
        let named = { (name: String) in amounts.first { $0.name == name }?.amount }
        self.init(
            input: named("input"), output: named("output"),
            total: named("total") ?? amounts.reduce(0) { $0 + $1.amount })
    }
}

extension TokenUsage {
    /// Counts what came from a cache, and what was written to one, as input where the sender did not: as Anthropic's API
    /// tells it, more can have come from the cache than there was input.
    mutating func includeCache(written: JSONValue?) {
        guard let counted = input, let cached = cachedInput, cached > counted else { return }
        let (sum, overflow) = counted.addingReportingOverflow(cached)
        let (whole, isTooMuch) = sum.addingReportingOverflow(max(0, written?.int ?? 0))
        if !overflow, !isTooMuch { input = whole }
    }
}
