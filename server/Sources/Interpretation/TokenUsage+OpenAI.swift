import JSON
import Model

extension TokenUsage {
    /// Usage as chat completions tell it (`prompt_tokens`) or as responses do (`input_tokens`). Runs of assistants have
    /// `prompt_token_details`.
    init?(openAI usage: JSONValue?) {
        guard let usage, case .object = usage else { return nil }
        func count(_ names: String...) -> Int? {
            names.lazy.compactMap { usage[$0]?.int }.first { $0 >= 0 }
        }
        func detail(_ groups: [String], _ name: String) -> Int? {
            groups.lazy.compactMap { usage[$0]?[name]?.int }.first { $0 >= 0 }
        }
        self.init(
            input: count("prompt_tokens", "input_tokens"),
            output: count("completion_tokens", "output_tokens"),
            total: count("total_tokens"),
            cachedInput: detail(["prompt_tokens_details", "input_tokens_details", "prompt_token_details"], "cached_tokens")
                ?? count("prompt_cache_hit_tokens"),
            reasoning: detail(
                ["completion_tokens_details", "output_tokens_details"], "reasoning_tokens"))
        if self == TokenUsage() { return nil }
    }
}
