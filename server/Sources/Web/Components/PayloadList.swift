import Model

/// The raw payloads of a span, folded away.
struct PayloadList {
    let text: RecordedText
    let startTime: Int64
    /// Chunks beyond these are left out.
    static let chunkLimit = 100
    static let payloadLimit = 50

    func html(_ payloads: [Payload]) -> HTML? {
        guard !payloads.isEmpty else { return nil }
        let chunks = payloads.filter { $0.key == "chunk" }
        let others = payloads.filter { $0.key != "chunk" }
        let size = payloads.reduce(0) { $0 + $1.bytes.count }
        return Tag.details(.class("raw")) {
            Tag.summary {
                "Raw payloads "
                Tag.span(.class("note")) { "\(Quantity.count(payloads.count)), \(Quantity.bytes(size))" }
            }
            for payload in others.prefix(Self.payloadLimit) { html(payload) }
            omission(others.count - Self.payloadLimit)
            if !chunks.isEmpty {
                Tag.details(.class("chunks")) {
                    Tag.summary { Quantity.count(chunks.count, "chunk") }
                    for chunk in chunks.prefix(Self.chunkLimit) { html(chunk) }
                    omission(chunks.count - Self.chunkLimit)
                }
            }
        }
    }

    private func html(_ payload: Payload) -> HTML {
        Tag.div(.class("payload")) {
            Tag.div(.class("payload-head")) {
                Tag.code { text.inline(payload.key, limit: 120) }
                Tag.span(.class("note")) {
                    "+" + Quantity.duration(elapsed(from: startTime, to: payload.time)) + ", "
                    Quantity.bytes(payload.bytes.count)
                }
                if payload.isCut { Tag.span(.class("badge warning")) { "cut by the recorder" } }
                if !payload.isComplete { Tag.span(.class("badge warning")) { "incomplete" } }
            }
            switch payload.mediaType {
            case .json: text.code(String(decoding: payload.bytes, as: UTF8.self))
            case .text: text.prose(String(decoding: payload.bytes, as: UTF8.self))
            case .bytes: text.code(Self.hexadecimal(payload.bytes))
            }
        }
    }

    private func omission(_ count: Int) -> HTML? {
        guard count > 0 else { return nil }
        return Tag.p(.class("omission")) { "… \(Quantity.count(count)) more, not shown" }
    }

    /// The first bytes, sixteen a line.
    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        var text = ""
        for (position, byte) in bytes.prefix(512).enumerated() {
            if position > 0 { text += position.isMultiple(of: 16) ? "\n" : " " }
            if byte < 0x10 { text += "0" }
            text += String(byte, radix: 16)
        }
        if bytes.count > 512 { text += "\n… \(Quantity.bytes(bytes.count - 512)) more" }
        return text
    }
}

/// Nanoseconds between two recorded times: never negative, and never a trap.
func elapsed(from start: Int64, to end: Int64) -> Int64 {
    let (difference, overflow) = end.subtractingReportingOverflow(start)
    return overflow ? (end > start ? .max : 0) : max(0, difference)
}
