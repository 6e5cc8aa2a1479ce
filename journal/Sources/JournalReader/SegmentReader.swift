import Journal

/// Reads the records of one segment in order, while it is being written or afterwards.
public struct SegmentReader: ~Copyable {
    /// As last read; see ``refreshHeader()``.
    public private(set) var header: SegmentHeader
    /// Where the next record begins.
    public private(set) var position: UInt64
    public var path: String { file.path }

    private let file: FileReader
    private var names: [UInt32: String] = [:]
    private var window: [UInt8] = []
    private var windowStart: UInt64 = 0
    private static var windowSize: Int { 256 * 1024 }

    /// Opens a segment at its first record.
    public init(path: String) throws(JournalError) {
        let opened = try FileReader(path: path)
        let bytes = try opened.read(at: 0, count: SegmentLayout.headerSize)
        let header = try SegmentHeader(bytes, path: path)
        file = opened
        self.header = header
        position = header.headerSize
    }

    /// Reads the header again: its tail shows what has been written since.
    public mutating func refreshHeader() throws(JournalError) {
        header = try SegmentHeader(file.read(at: 0, count: SegmentLayout.headerSize), path: path)
        // What was beyond the tail then may have been filled since.
        window = []
    }

    /// The segment will not grow and all of it has been read.
    public var isFinished: Bool { header.sealed != 0 && position >= header.end }

    /// Goes on at a place that an earlier reader reached, reading the names before it again.
    public mutating func resume(at place: UInt64) throws(JournalError) {
        position = header.headerSize
        while position < place {
            guard try step(processIsGone: true, wantsRecord: false) else { break }
        }
        guard position == place else {
            throw .damaged(path: path, offset: place, reason: "no record begins here")
        }
    }

    /// The next record, or `nil` when there is nothing more for now.
    ///
    /// - Parameter processIsGone: what was begun and not committed will never be, and is skipped.
    public mutating func next(processIsGone: Bool) throws(JournalError) -> JournalRecord? {
        while true {
            pending = nil
            guard try step(processIsGone: processIsGone, wantsRecord: true) else { return nil }
            if let record = pending { return record }
        }
    }

    private var pending: JournalRecord?

    /// Moves over one record or hole; false when there is nothing more for now.
    private mutating func step(processIsGone: Bool, wantsRecord: Bool) throws(JournalError) -> Bool {
        let end = header.end
        guard position < end else { return false }
        let bytes = try bytes(at: position, count: SegmentLayout.wordSize)
        let word = RecordWord(rawValue: bytes.number(at: 0))
        if word.rawValue == 0 {
            guard processIsGone else { return false }
            try skipZeros(to: end)
            return true
        }
        guard let state = word.state, word.length >= SegmentLayout.wordSize,
            UInt64(SegmentLayout.padded(word.length)) <= end - position
        else {
            throw .damaged(path: path, offset: position, reason: "the record's length or state is impossible")
        }
        if state != .committed {
            guard processIsGone else { return false }
        } else {
            try take(word, self.bytes(at: position, count: word.length), wantsRecord: wantsRecord)
        }
        position += UInt64(SegmentLayout.padded(word.length))
        return true
    }

    /// Moves to the next word that is not zero. Holes of the file are passed over as a whole: a header
    /// may claim any size, and a file of zeros that was never written takes no room.
    private mutating func skipZeros(to end: UInt64) throws(JournalError) {
        let size = SegmentLayout.wordSize
        while position < end {
            _ = try bytes(at: position, count: size)
            var index = Int(position - windowStart)
            let limit = Int(min(UInt64(window.count), end - windowStart))
            while index + size <= limit {
                let word: UInt64 = window[index..<index + size].number(at: 0)
                if word != 0 { break }
                index += size
            }
            position = windowStart + UInt64(index)
            guard index + size > limit, position < end else { return }
            position = min(end, max(position, file.dataStart(from: position) / UInt64(size) * UInt64(size)))
        }
    }

    /// Keeps a name, or puts the record into `pending`.
    private mutating func take(_ word: RecordWord, _ body: ArraySlice<UInt8>, wantsRecord: Bool) throws(JournalError) {
        guard let kind = word.kind else { return }  // a later version's
        guard body.count >= kind.minimumLength else {
            throw .damaged(path: path, offset: position, reason: "the record is shorter than its kind allows")
        }
        if kind == .name {
            names[body.number(at: 8)] = text(body.dropFirst(SegmentLayout.nameSize))
        } else if wantsRecord {
            pending = JournalRecord(kind, body) { id in
                id == 0 ? "" : names[id] ?? "?"
            }
        }
    }

    /// Bytes of the file, through a window so that small records do not cost a system call each.
    private mutating func bytes(at offset: UInt64, count: Int) throws(JournalError) -> ArraySlice<UInt8> {
        if offset < windowStart || offset + UInt64(count) > windowStart + UInt64(window.count) {
            let available = Int(clamping: header.end - offset)
            window = try file.read(at: offset, count: min(available, max(count, Self.windowSize)))
            windowStart = offset
            guard window.count >= count else {
                window = []
                throw .damaged(path: path, offset: offset, reason: "the file ends before its records do")
            }
        }
        let start = Int(offset - windowStart)
        return window[start..<start + count]
    }
}
