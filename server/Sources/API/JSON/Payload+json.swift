import FoundationEssentials
import JSON
import Model

extension Payload {
    /// What was seen, in one of three members: `json` where it is JSON, `text` where it is other
    /// text in UTF-8, `base64` where it is neither.
    var json: JSONValue {
        var object = JSONObject([
            ("key", .string(key)), ("media_type", .string("\(mediaType)")),
        ])
        object.set(time: "time", time)
        object.set("is_cut", .bool(isCut))
        object.set("is_complete", .bool(isComplete))
        if mediaType == .json, let value = try? JSONValue(parsing: bytes) {
            object.set("json", value)
        } else if mediaType != .bytes, let text = String(validating: bytes, as: UTF8.self) {
            object.set("text", .string(text))
        } else {
            object.set("base64", .string(Data(bytes).base64EncodedString()))
        }
        return .object(object)
    }
}
