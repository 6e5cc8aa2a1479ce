import Journal

/// Whether the process that writes a segment is still there.
public enum ProcessLiveness: Sendable, Equatable {
    case alive
    case gone
    /// It lives in another pid namespace, or wrote before the reader's machine was booted in a way
    /// that the reader cannot see.
    case unknown

    /// Asks the system. An `exec` does not show here: a later process instance with the same process
    /// id and start time tells it.
    public static func of(_ header: SegmentHeader) -> ProcessLiveness {
        guard header.processStartTicks != 0, header.bootID != .zero, header.pidNamespace != 0,
            let bootID = ProcessIdentity.bootID(), let namespace = ProcessIdentity.pidNamespace()
        else { return .unknown }
        // Another boot of this machine, or another machine with a shared folder: cannot tell which.
        guard bootID == header.bootID else { return .unknown }
        guard namespace == header.pidNamespace else { return .unknown }
        return ProcessIdentity.startTicks(of: header.processID) == header.processStartTicks ? .alive : .gone
    }
}
