import Glibc
import Model
import Synchronization

/// Notes which spans are being interpreted, in a file that outlives a process which that ends.
///
/// A recorded input may hit a fault of ours that ends the server. It would be met again at each
/// start, for ever. So before a span is interpreted its ids are put into a small mapped file, which
/// costs as much as a store to memory, and taken out behind it; what is found there at the next start
/// was the last thing that the one before did, and is not interpreted again by the same version.
final class InterpretationWatch: Sendable {
    /// A span, as the file has it.
    struct Suspect: Hashable, Sendable {
        var trace: TraceID
        var span: SpanID
    }

    /// Spans that may be interpreted at the same time; beyond it they are not noted.
    private static let slotCount = 64
    private static let slotWords = 3

    /// Safe to share: each slot is written by who has taken it, and taken by one at a time.
    nonisolated(unsafe) private let words: UnsafeMutablePointer<UInt64>?
    private let free = Mutex(UInt64.max)
    /// What is not to be interpreted.
    private let skipped: Set<Suspect>

    /// - Parameters:
    ///   - path: the file; without one, nothing is noted.
    ///   - skipped: spans that ended a process before.
    init(path: String?, skipped: Set<Suspect>) {
        self.skipped = skipped
        words = path.flatMap { Self.map($0) }
        words?.update(repeating: 0, count: Self.slotCount * Self.slotWords)
    }

    deinit {
        if let words { munmap(words, Self.size) }
    }

    private static var size: Int { slotCount * slotWords * 8 }

    /// What an earlier process left in the file.
    static func leftovers(_ path: String) -> Set<Suspect> {
        guard let words = map(path) else { return [] }
        defer { munmap(words, size) }
        var suspects: Set<Suspect> = []
        for slot in 0..<slotCount {
            let first = slot * slotWords
            guard let span = SpanID(words[first + 2]) else { continue }
            suspects.insert(
                Suspect(trace: TraceID(high: words[first], low: words[first + 1]), span: span))
        }
        return suspects
    }

    /// `nil` where there can be no such file: then nothing is noted.
    private static func map(_ path: String) -> UnsafeMutablePointer<UInt64>? {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        // Allocated, so that a full disk shows here and not as a signal when it is written.
        guard posix_fallocate(descriptor, 0, off_t(size)) == 0,
            let base = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0),
            base != UnsafeMutableRawPointer(bitPattern: -1)
        else { return nil }
        // Safe: the mapping is as large as that, and lives until it is unmapped.
        return base.bindMemory(to: UInt64.self, capacity: slotCount * slotWords)
    }

    /// What `body` makes of the span, with a note of it while it runs; for a span that ended a
    /// process before, no more than its name.
    func interpret(_ span: Span, _ body: () -> Meaning) -> Meaning {
        if !skipped.isEmpty, skipped.contains(Suspect(trace: span.traceID, span: span.id)) {
            var meaning = Meaning(title: span.name)
            meaning.metadata.append(.init(name: "martlet.interpretation", json: "\"skipped\""))
            return meaning
        }
        guard let words, let slot = takeSlot() else { return body() }
        // Safe: the slot is ours until it is given back, and lies within the mapping.
        let place = words + slot * Self.slotWords
        place[0] = span.traceID.high
        place[1] = span.traceID.low
        place[2] = span.id.value
        defer {
            place[2] = 0
            free.withLock { $0 |= 1 << UInt64(slot) }
        }
        return body()
    }

    private func takeSlot() -> Int? {
        free.withLock { free in
            guard free != 0 else { return nil }
            let slot = free.trailingZeroBitCount
            free &= free - 1
            return slot
        }
    }
}
