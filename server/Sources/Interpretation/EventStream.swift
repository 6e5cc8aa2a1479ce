/// Server-sent events, cut out of a body that came in pieces.
struct EventStream {
    /// The data of one event, and the time of the piece that ended it.
    struct Event: Equatable {
        var time: Int64
        var data: [UInt8]
    }

    private(set) var events: [Event] = []
    private var line: [UInt8] = []
    private var data: [UInt8]?
    private var isAfterReturn = false

    mutating func add(_ piece: [UInt8], at time: Int64) {
        for byte in piece {
            let isFeed = byte == UInt8(ascii: "\n"), isReturn = byte == UInt8(ascii: "\r")
            // A return and a feed are one end of line.
            if isFeed, isAfterReturn {
                isAfterReturn = false
                continue
            }
            isAfterReturn = isReturn
            if isFeed || isReturn { endLine(at: time) } else { line.append(byte) }
        }
    }

    /// What came without the empty line that ends an event is one too, so that nothing is lost of a stream that broke.
    mutating func finish(at time: Int64) {
        if !line.isEmpty { endLine(at: time) }
        endEvent(at: time)
    }

    private mutating func endLine(at time: Int64) {
        defer { line.removeAll(keepingCapacity: true) }
        guard !line.isEmpty else { return endEvent(at: time) }
        let name = Array("data:".utf8)
        guard line.starts(with: name) else { return }
        var value = line[name.count...]
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        if data != nil { data?.append(UInt8(ascii: "\n")) }
        data = (data ?? []) + value
    }

    private mutating func endEvent(at time: Int64) {
        if let data { events.append(Event(time: time, data: data)) }
        data = nil
    }
}
