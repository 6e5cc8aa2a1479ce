/// One thing that was seen during a span, raw: a request, a reply, a chunk of a stream, an error.
///
/// The keys in use, and what each holds, are listed in `journal/FORMAT.md`.
public struct Payload: Sendable, Equatable {
    /// How the bytes are to be read; the numbers are the journal's.
    public enum MediaType: UInt8, Sendable {
        case json = 0
        case text = 1
        case bytes = 2
    }

    public var key: String
    public var mediaType: MediaType
    /// When it was seen, in nanoseconds since 1970.
    public var time: Int64
    public var bytes: [UInt8]
    /// The recorder kept only the beginning.
    public var isCut: Bool
    /// All of what the recorder kept has arrived.
    public var isComplete: Bool

    public init(
        key: String, mediaType: MediaType, time: Int64, bytes: [UInt8],
        isCut: Bool = false, isComplete: Bool = true
    ) {
        self.key = key
        self.mediaType = mediaType
        self.time = time
        self.bytes = bytes
        self.isCut = isCut
        self.isComplete = isComplete
    }
}
