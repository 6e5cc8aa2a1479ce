import Model

/// A place within these pages.
struct Link {
    let text: String

    private init(_ text: String) {
        self.text = text
    }

    static let traces = Link("/traces")

    /// The list with these filters; names are ours, values are anything.
    static func traces(_ query: [(name: String, value: String)]) -> Link {
        Link("/traces" + text(of: query))
    }

    static let charts = Link("/charts")

    /// The charts of that.
    static func charts(_ query: [(name: String, value: String)]) -> Link {
        Link("/charts" + text(of: query))
    }

    private static func text(of query: [(name: String, value: String)]) -> String {
        guard !query.isEmpty else { return "" }
        return "?" + query.map { "\($0.name)=\(encoded($0.value))" }.joined(separator: "&")
    }

    static func trace(_ id: TraceID) -> Link { Link("/traces/\(id.hex)") }

    /// A span's section on the page that is shown.
    static func section(_ id: SpanID) -> Link { Link("#\(anchor(id))") }

    /// The page of a trace with the details of that span alone.
    static func focus(_ span: SpanID, in trace: TraceID) -> Link {
        Link("/traces/\(trace.hex)?span=\(span.hex)#\(anchor(span))")
    }

    /// The same as JSON.
    static func json(_ id: TraceID) -> Link { Link("/api/v1/traces/\(id.hex)") }

    static func asset(_ asset: Asset) -> Link { Link(asset.path) }

    static let login = Link("/login")

    static let logout = Link("/logout")

    /// Where the form goes that removes a trace.
    static func removal(_ id: TraceID) -> Link { Link("/traces/\(id.hex)/delete") }

    static let mainContent = Link("#main")

    /// The name of a span's section.
    static func anchor(_ id: SpanID) -> String { "span-\(id.hex)" }

    /// Everything but unreserved characters in percent encoding.
    private static func encoded(_ value: String) -> String {
        var bytes: [UInt8] = []
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                let digits = String(byte, radix: 16, uppercase: true).utf8
                bytes.append(UInt8(ascii: "%"))
                if digits.count == 1 { bytes.append(UInt8(ascii: "0")) }
                bytes += digits
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
