import JSON
import Model

/// Puts the events of a run of an assistant together; a run that came whole is one event.
///
/// An event is an object that says what it is, alone or beside the event's name: `{"event": …, "data": …}`.
struct RunAssembly {
    /// The run as the latest event has it.
    private(set) var run: JSONValue = .null
    /// Messages and steps by their ids, in the order in which they began.
    private var order: [String] = []
    private var contents: [String: ThreadMessageAssembly] = [:]
    private var steps: [String: RunStepAssembly] = [:]

    mutating func add(_ event: JSONValue) {
        let value = Self.object(of: event)
        let id = value["id"]?.string ?? ""
        switch value["object"]?.string {
        case "thread.run": run = value
        case "thread.message", "thread.message.delta":
            if contents[id] == nil { order.append(id) }
            contents[id, default: ThreadMessageAssembly()].add(value)
        case "thread.run.step", "thread.run.step.delta":
            if steps[id] == nil { order.append(id) }
            steps[id, default: RunStepAssembly()].add(value)
        default: break
        }
    }

    /// Messages, calls of tools and what these gave, in their order.
    var messages: [Message] {
        var messages: [Message] = []
        var known: Set<String> = []
        for id in order {
            if let step = steps[id] {
                known.formUnion(step.callIDs)
                messages += step.messages
            } else if let message = contents[id]?.message {
                messages.append(message)
            }
        }
        // What the program is asked to call, where no step told of it.
        let asked = (run["required_action"]?["submit_tool_outputs"]?["tool_calls"]?.array ?? [])
            .filter { !known.contains($0["id"]?.string ?? "") }
        if !asked.isEmpty { messages.append(Message(role: "assistant", parts: asked.map(Message.Part.toolCall))) }
        if let last = messages.lastIndex(where: { $0.role == "assistant" }) {
            messages[last].finishReason = messages[last].finishReason ?? ending
        }
        return messages
    }

    /// The run's usage; that of its steps where its end never came.
    var usage: TokenUsage? {
        if let usage = TokenUsage(openAI: run["usage"]) { return usage }
        let known = steps.values.compactMap(\.usage)
        func sum(_ count: KeyPath<TokenUsage, Int?>) -> Int? {
            let counts = known.compactMap { $0[keyPath: count] }
            return counts.isEmpty ? nil : counts.reduce(0) { $0.addingReportingOverflow($1).partialValue }
        }
        return known.isEmpty ? nil : TokenUsage(input: sum(\.input), output: sum(\.output), total: sum(\.total))
    }

    /// Why the run ended, if it has.
    private var ending: String? {
        if let reason = run["incomplete_details"]?["reason"]?.string { return reason }
        guard let status = run["status"]?.string, !["queued", "in_progress", "cancelling"].contains(status) else { return nil }
        return status
    }

    /// Whether an event carries something of an answer.
    static func carriesContent(_ event: JSONValue) -> Bool {
        let value = object(of: event)
        switch value["object"]?.string {
        case "thread.message.delta": return value["delta"]?["content"]?.array?.isEmpty == false
        case "thread.run.step.delta": return value["delta"]?["step_details"]?["tool_calls"]?.array?.isEmpty == false
        default: return false
        }
    }

    private static func object(of event: JSONValue) -> JSONValue {
        if event["event"] != nil, let data = event["data"], case .object = data { return data }
        return event
    }
}
