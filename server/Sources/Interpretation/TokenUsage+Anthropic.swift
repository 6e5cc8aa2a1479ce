import JSON
import Model

extension TokenUsage {
    /// Usage as Anthropic tells it: there, what was read from a cache or written to one is no part of the
    /// input, which it is here.
    init?(anthropic usage: JSONObject) {
        func count(_ name: String) -> Int? { usage[name]?.int.flatMap { $0 >= 0 ? $0 : nil } }
        let read = count("cache_read_input_tokens"), written = count("cache_creation_input_tokens")
        var input = count("input_tokens")
        for part in [read, written] {
            guard let part else { continue }
            let (sum, overflow) = (input ?? 0).addingReportingOverflow(part)
            input = overflow ? input : sum
        }
        self.init(input: input, output: count("output_tokens"), cachedInput: read)
        if self == TokenUsage() { return nil }
    }
}
