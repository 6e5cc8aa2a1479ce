import Model
import Store

extension Interpreter {
    /// Takes what payloads of these keys say: `prompt`, `answer`, `model`, `requested`, `tokens`, `user`,
    /// `session`, `tag`, `operation`, `cost`, `log`, `trace` (its name).
    public static func test(version: Int = 1, title: String = "", suffix: String = "") -> Interpreter {
        Interpreter(version: version) { span, payloads in
            var meaning = Meaning(title: "\(title)\(span.name)!")
            for payload in payloads {
                let text = String(decoding: payload.bytes, as: UTF8.self)
                switch payload.key {
                case "prompt": meaning.input.append(Message(role: "user", parts: [.text(text + suffix)]))
                case "log": meaning.input.append(Message(role: "log", parts: [.text(text)]))
                case "answer": meaning.output.append(Message(role: "assistant", parts: [.text(text)]))
                case "model": meaning.answeredModel = text
                case "requested": meaning.requestedModel = text
                case "tokens": meaning.usage = TokenUsage(input: Int(text), total: Int(text))
                case "trace": meaning.traceName = text
                case "user": meaning.user = text
                case "session": meaning.session = text
                case "tag": meaning.tags.append(text)
                case "operation": meaning.operation = Meaning.Operation(rawValue: text) ?? .span
                case "cost": meaning.cost = Cost(total: Double(text))
                default: break
                }
            }
            meaning.chunkCount = payloads.count
            return meaning
        }
    }
}

extension SQLiteStore {
    /// A store in that directory, with the interpretation of the tests.
    public static func test(
        in directory: TemporaryDirectory, interpreter: Interpreter = .test()
    ) async throws -> SQLiteStore {
        try await SQLiteStore(path: directory.file("martlet.db"), interpreter: interpreter)
    }
}
