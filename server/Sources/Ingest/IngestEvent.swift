import JournalReader
import Store

/// Something that whoever runs the server should know of.
public enum IngestEvent: Sendable, Equatable {
    /// A segment could not be read to its end. What came before that is in the store, and the file
    /// is kept.
    case segmentDamaged(file: String, reason: String)
    /// A file in the journal directory could not be read at all. It is left alone.
    case fileUnreadable(file: String, reason: String)
    /// The journal directory could not be listed; it is tried again.
    case directoryUnreadable(path: String, reason: String)
    /// Something could not be stored. It is still in the journal and is tried again.
    case storeFailed(StoreError)
    /// A file whose records are all stored could not be removed.
    case fileNotRemoved(file: String, reason: String)
}

extension IngestEvent: CustomStringConvertible {
    public var description: String {
        switch self {
        case .segmentDamaged(_, let reason):
            "a journal segment is damaged; it is set aside, with .damaged behind its name: \(reason)"
        case .fileUnreadable(_, let reason):
            "a file in the journal cannot be read and is left alone: \(reason)"
        case .directoryUnreadable(let path, let reason):
            "cannot list the journal \(path): \(reason)"
        case .storeFailed(let error):
            "cannot store what was recorded; it stays in the journal: \(error)"
        case .fileNotRemoved(let file, let reason):
            "cannot remove \(file), of which all is stored: \(reason)"
        }
    }
}
