import Model

/// All prices, and which of them is a model's.
struct PriceList {
    private let prices: [Price]
    /// What fits a model, the best first.
    private var fitting: [String: [Price]] = [:]

    init(_ prices: [Price]) {
        self.prices = prices
    }

    /// What a call cost, in billionths of a US dollar; `nil` if there is no price, or nothing was
    /// counted.
    mutating func cost(of usage: TokenUsage, model: String, at time: Int64) -> Int64? {
        guard usage.input != nil || usage.output != nil, let price = price(of: model, at: time)
        else { return nil }
        let (input, cached) = Self.split(usage.input, part: usage.cachedInput)
        let (output, reasoning) = Self.split(usage.output, part: usage.reasoning)
        // Dollars for a million tokens are thousands of billionths for one.
        let thousands =
            input * price.input + cached * (price.cachedInput ?? price.input)
            + output * price.output + reasoning * (price.reasoning ?? price.output)
        guard thousands.isFinite, thousands < 1e15 else { return nil }
        return Int64((thousands * 1_000).rounded())
    }

    /// Of the prices that fit, a user's; of these the one that says most of the name; of these, the
    /// latest that holds.
    mutating func price(of model: String, at time: Int64) -> Price? {
        if fitting[model] == nil { fitting[model] = fit(model) }
        return fitting[model]?.first { $0.since <= time }
    }

    private func fit(_ model: String) -> [Price] {
        let name = Self.withoutProvider(model)
        return prices.filter { $0.matches(model) || $0.matches(name) }
            .sorted { left, right in
                if left.isDefault != right.isDefault { return !left.isDefault }
                if left.literalLength != right.literalLength {
                    return left.literalLength > right.literalLength
                }
                return left.since > right.since
            }
    }

    /// Routers write `openai/gpt-4o`.
    private static func withoutProvider(_ model: String) -> String {
        model.lastIndex(of: "/").map { String(model[model.index(after: $0)...]) } ?? model
    }

    /// What is not in the part, and the part; neither is negative, whatever the reply said.
    private static func split(_ whole: Int?, part: Int?) -> (rest: Double, part: Double) {
        let whole = max(0, whole ?? 0)
        let part = min(whole, max(0, part ?? 0))
        return (Double(whole - part), Double(part))
    }
}
