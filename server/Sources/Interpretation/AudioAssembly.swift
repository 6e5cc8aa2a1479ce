import JSON
import Model

/// Puts a streamed audio answer together: its sound and its transcript come in pieces.
struct AudioAssembly {
    private var pieces: [String] = []
    private var transcript = ""
    /// Whatever else is said of it, such as its id.
    private var members = JSONObject()

    var isEmpty: Bool { pieces.isEmpty && transcript.isEmpty && members.isEmpty }

    mutating func add(_ audio: JSONValue) {
        for (name, value) in audio.object?.members ?? [] {
            switch (name, value) {
            case ("data", .string(let piece)): if !piece.isEmpty { pieces.append(piece) }
            case ("transcript", .string(let piece)): transcript += piece
            default: members.set(name, value)
            }
        }
    }

    /// The audio as a reply that is not streamed has it.
    var parts: [Message.Part] {
        if isEmpty { return [] }
        var audio = members
        if !pieces.isEmpty { audio.set("data", sound) }
        if !transcript.isEmpty { audio.set("transcript", .string(transcript)) }
        return [.other(kind: "audio", json: JSONValue.object(audio).json)]
    }

    /// Pieces in base 64 make one text, unless one of them ends within three bytes: then they stay a list.
    private var sound: JSONValue {
        let areWhole = pieces.dropLast().allSatisfy { $0.utf8.last != UInt8(ascii: "=") && $0.utf8.count % 4 == 0 }
        return areWhole ? .string(pieces.joined()) : .array(pieces.map(JSONValue.string))
    }
}
