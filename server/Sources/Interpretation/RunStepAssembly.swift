import JSON
import Model

/// Puts a step of a run together, of its deltas or as it came whole: the tools that were called in it, and what they gave.
struct RunStepAssembly {
    private var calls: [Int: Call] = [:]
    private(set) var usage: TokenUsage?

    private struct Call {
        var id: String?
        var kind = "function"
        var name = ""
        /// Of a function; of an interpreter, the code.
        var arguments = ""
        var output: String?
        /// What other tools gave.
        var results: [JSONValue] = []

        mutating func add(_ call: JSONValue) {
            id = call["id"]?.string ?? id
            kind = call["type"]?.string ?? kind
            let content = call[kind]
            if let text = content?["name"]?.string, text != name { name += text }
            arguments += content?["arguments"]?.string ?? content?["input"]?.string ?? ""
            if let text = content?["output"]?.string { output = (output ?? "") + text }
            results += content?["outputs"]?.array ?? content?["results"]?.array ?? []
        }

        var part: Message.Part {
            .toolCall(id: id, name: kind == "function" ? name : kind, arguments: arguments)
        }

        /// What it gave, if that is known.
        var answer: Message? {
            var parts: [Message.Part] = output.map { [.text($0)] } ?? []
            for result in results {
                if let logs = result["logs"]?.string { parts.append(.text(logs)) } else {
                    parts.append(.other(kind: result["type"]?.string ?? kind, json: result.json))
                }
            }
            return parts.isEmpty ? nil : Message(role: "tool", parts: parts, toolCallID: id)
        }
    }

    /// A `thread.run.step` or a `thread.run.step.delta`.
    mutating func add(_ value: JSONValue) {
        usage = TokenUsage(openAI: value["usage"]) ?? usage
        let delta = value["delta"]
        let added = (delta ?? value)["step_details"]?["tool_calls"]?.array ?? []
        // A step that has ended has all of its calls.
        if delta == nil, !added.isEmpty { calls = [:] }
        for (position, call) in added.enumerated() {
            calls[delta == nil ? position : call["index"]?.int ?? position, default: Call()].add(call)
        }
    }

    var callIDs: [String] { calls.values.compactMap(\.id) }

    /// One message with all calls, and one for each answer.
    var messages: [Message] {
        guard !calls.isEmpty else { return [] }
        let calls = calls.sorted { $0.key < $1.key }.map(\.value)
        return [Message(role: "assistant", parts: calls.map(\.part))] + calls.compactMap(\.answer)
    }
}
