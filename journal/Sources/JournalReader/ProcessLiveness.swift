import CJournal
import Journal

/// Whether the process that writes a segment is still there.
public enum ProcessLiveness: Sendable, Equatable {
    case alive
    case gone
    /// It lives in another pid namespace, or on another machine with which the folder is shared.
    case unknown

    /// Asks the system. An `exec` does not show here: a later process instance with the same process
    /// id and start time tells it.
    ///
    /// - Parameter isLocal: the segment is where only this machine can write; see ``isLocal(_:)``. Then
    ///   what was written under another boot was written before this one.
    public static func of(_ header: SegmentHeader, isLocal: Bool = false) -> ProcessLiveness {
        guard header.processStartTicks != 0, header.bootID != .zero, header.pidNamespace != 0,
            let bootID = ProcessIdentity.bootID(), let namespace = ProcessIdentity.pidNamespace()
        else { return .unknown }
        // Else another boot of this machine, or another machine with a shared folder: cannot tell which.
        guard bootID == header.bootID else { return isLocal ? .gone : .unknown }
        guard namespace == header.pidNamespace else { return .unknown }
        return ProcessIdentity.startTicks(of: header.processID) == header.processStartTicks ? .alive : .gone
    }

    /// Whether a folder is on a file system to which only this machine's kernel can write.
    public static func isLocal(_ path: String) -> Bool {
        // Safe: the string's C form lives through the call.
        unsafe path.withCString { unsafe mj_is_local($0) }
    }
}
