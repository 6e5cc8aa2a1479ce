import JSON
import Model

/// `POST /completions`: a text that the model goes on with, the API before chat.
enum OpenAITextCompletion: APIShape {
    static func recognises(_ call: APICall) -> Bool {
        call.method == "POST" && call.url.ends(with: "completions")
    }

    static func interpret(_ call: APICall, into meaning: inout Meaning) {
        meaning.input = OpenAI.inputs(call.body["prompt"])
        meaning.parameters = call.parameters(except: ["model", "prompt"])
        meaning.output = answers(call)
        meaning.timeToFirstToken = call.time { chunk in
            (chunk["choices"]?.array ?? []).contains { !($0["text"]?.string ?? "").isEmpty }
        }
        OpenAI.describe(call, as: .textCompletion, in: &meaning)
    }

    private static func answers(_ call: APICall) -> [Message] {
        var answers: [Int: (text: String, finishReason: String?)] = [:]
        for value in [call.replyValue] + call.chunks.map(\.value) {
            for (position, choice) in (value["choices"]?.array ?? []).enumerated() {
                let index = choice["index"]?.int ?? (call.chunks.isEmpty ? position : 0)
                answers[index, default: ("", nil)].text += choice["text"]?.string ?? ""
                if let reason = choice["finish_reason"]?.string { answers[index]?.finishReason = reason }
            }
        }
        return answers.sorted { $0.key < $1.key }.map { index, answer in
            Message(
                role: "assistant", parts: answer.text.isEmpty ? [] : [.text(answer.text)],
                choice: index, finishReason: answer.finishReason)
        }
    }
}
