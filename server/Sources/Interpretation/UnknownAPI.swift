import Model

/// Any other API: what was called, and what was sent.
enum UnknownAPI: APIShape {
    static func recognises(_ call: APICall) -> Bool { true }

    static func interpret(_ call: APICall, into meaning: inout Meaning) {
        meaning.operation = .request
        meaning.title = "\(call.method) \(call.url.path)"
        meaning.parameters = call.parameters(except: ["model"])
    }
}
