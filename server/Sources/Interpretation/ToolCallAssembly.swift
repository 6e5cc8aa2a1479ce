import JSON
import Model

/// Puts streamed tool calls together: the first fragment of each has its id and name, the others
/// go on with the arguments.
struct ToolCallAssembly {
    private struct Call {
        var id: String?
        var name = ""
        var arguments = ""
    }

    /// In the order in which they began.
    private var calls: [Call] = []
    private var positions: [Int: Int] = [:]

    var isEmpty: Bool { calls.isEmpty }

    var parts: [Message.Part] {
        calls.map { .toolCall(id: $0.id, name: $0.name, arguments: $0.arguments) }
    }

    mutating func add(_ fragment: JSONValue) {
        guard case .object = fragment else { return }
        let id = fragment["id"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        let position = position(index: fragment["index"]?.int, id: id)
        calls[position].id = calls[position].id ?? id
        let function = fragment["function"] ?? fragment["custom"]
        let name = function?["name"]?.string ?? ""
        // A name may come in pieces; some servers repeat the whole of it in every fragment.
        if name != calls[position].name { calls[position].name += name }
        calls[position].arguments += Message.Part.text(function?["arguments"] ?? function?["input"])
    }

    /// The call that a fragment belongs to. Servers that send whole calls may leave the index out:
    /// then a new id begins a new call, and a fragment without one goes on with the last.
    private mutating func position(index: Int?, id: String?) -> Int {
        if let index {
            if let position = positions[index] { return position }
            positions[index] = calls.count
        } else if let id {
            if let position = calls.lastIndex(where: { $0.id == id }) { return position }
        } else if !calls.isEmpty {
            return calls.count - 1
        }
        calls.append(Call())
        return calls.count - 1
    }
}
