import JSON
import Model

extension Cost {
    /// What usage says of money: OpenRouter sends `cost` in US dollars, Perplexity an object of its parts. OpenAI
    /// itself sends none.
    init?(openAI usage: JSONValue?) {
        guard let cost = usage?["cost"] else { return nil }
        func dollars(_ value: JSONValue?) -> Double? {
            guard let dollars = value?.number?.double, dollars >= 0 else { return nil }
            return dollars
        }
        self.init(
            input: dollars(cost["input_tokens_cost"]),
            output: dollars(cost["output_tokens_cost"]),
            total: dollars(cost) ?? dollars(cost["total_cost"]))
        if self == Cost() { return nil }
    }
}
