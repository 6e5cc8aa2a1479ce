import Model
import SQLite

extension TokenUsage {
    /// From five columns: input, output, total, cached, reasoning.
    init(_ row: Row, from column: Int) {
        self.init(
            input: row.optionalInt(column), output: row.optionalInt(column + 1),
            total: row.optionalInt(column + 2), cachedInput: row.optionalInt(column + 3),
            reasoning: row.optionalInt(column + 4))
    }

    /// All tokens; `nil` if none were counted.
    var tokens: Int? { total ?? (input ?? output).map { _ in (input ?? 0) &+ (output ?? 0) } }

    /// This sum with one span's share exchanged for another.
    func exchanging(_ old: TokenUsage, for new: TokenUsage) -> TokenUsage {
        TokenUsage(
            input: Self.exchange(input, old.input, new.input),
            output: Self.exchange(output, old.output, new.output),
            total: Self.exchange(total, old.total, new.total),
            cachedInput: Self.exchange(cachedInput, old.cachedInput, new.cachedInput),
            reasoning: Self.exchange(reasoning, old.reasoning, new.reasoning))
    }

    /// Wraps rather than traps: the numbers come from replies that anybody may have made up.
    private static func exchange(_ sum: Int?, _ old: Int?, _ new: Int?) -> Int? {
        guard old != nil || new != nil else { return sum }
        return (sum ?? 0) &- (old ?? 0) &+ (new ?? 0)
    }
}

extension Row {
    /// US dollars, from billionths of them.
    func dollars(_ column: Int) -> Double? { optionalInt64(column).map { Double($0) / 1e9 } }
}
