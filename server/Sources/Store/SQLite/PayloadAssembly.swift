import Model

/// Puts payloads together from their fragments, which come sorted by number and offset.
struct PayloadAssembly {
    private var finished: [Payload] = []
    private var current: Payload?
    private var number: Int64 = 0
    private var total: Int64 = 0

    mutating func add(
        number: Int64, key: String, mediaType: Int, isCut: Bool, time: Int64, total: Int64,
        offset: Int64, bytes: [UInt8]
    ) {
        if current == nil || number != self.number {
            flush()
            self.number = number
            self.total = total
            current = Payload(
                key: key,
                mediaType: UInt8(exactly: mediaType).flatMap(Payload.MediaType.init) ?? .bytes,
                time: time, bytes: [], isCut: isCut)
        }
        // What lies behind a missing fragment is no use: the payload is kept as far as it came.
        guard offset == Int64(current?.bytes.count ?? 0) else { return }
        if current?.bytes.isEmpty == true { current?.bytes = bytes } else { current?.bytes += bytes }
    }

    /// Adds payloads that lie in one row; what makes no sense is left out.
    mutating func add(payloads bytes: [UInt8]) {
        flush()
        // Safe: the reader ends with the closure.
        finished += bytes.withUnsafeBytes { bytes in
            var reader = ByteReader(bytes)
            return reader.payloads() ?? []
        }
    }

    /// The payloads that these fragments make, in whatever order they come.
    static func payloads(of fragments: [Change.PayloadFragment]) -> [Payload] {
        var assembly = PayloadAssembly()
        let sorted = fragments.sorted { ($0.number, $0.offset) < ($1.number, $1.offset) }
        for fragment in sorted {
            assembly.add(
                number: Int64(bitPattern: fragment.number), key: fragment.key,
                mediaType: Int(fragment.mediaType.rawValue), isCut: fragment.isCut,
                time: fragment.time, total: Int64(clamping: fragment.totalLength),
                offset: Int64(clamping: fragment.offset), bytes: fragment.bytes)
        }
        return assembly.finish()
    }

    /// All of them.
    mutating func finish() -> [Payload] {
        flush()
        return finished
    }

    private mutating func flush() {
        guard var payload = current else { return }
        payload.isComplete = Int64(payload.bytes.count) >= total
        finished.append(payload)
        current = nil
    }
}
