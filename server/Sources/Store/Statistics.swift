/// Counts over the whole store.
public struct Statistics: Sendable, Equatable {
    /// `false` if there may be more to count: what was acknowledged cannot be put into the tables now.
    public var isComplete: Bool
    public var traces: Int
    public var spans: Int
    public var payloads: Int
    public var processes: Int
    /// Records that programs could not write, by their own count.
    public var droppedRecords: Int
    /// Journal segments that are not read to their end.
    public var pendingSegments: Int
    public var damagedSegments: Int
    /// Size of the database file.
    public var databaseBytes: Int
    /// Transactions whose words the index does not have yet; all that there ever were where it could not be opened. Spans that are put in
    /// again while it is made anew are not counted.
    public var pendingIndexChanges: Int
    /// The index of words cannot be written now.
    public var indexFails: Bool
    /// Spans that were acknowledged and are not in the tables yet.
    public var waitingSpans: Int
    /// Log records that were acknowledged and are not in the tables yet.
    public var unstoredLogs: Int
    /// They cannot be put there now.
    public var tablesFail: Bool
    /// Log records whose spans have not come yet.
    public var waitingLogs: Int
    /// Log records whose spans never came, or that were more than a span may have.
    public var forgottenLogs: Int

    public init(
        isComplete: Bool = true, traces: Int = 0, spans: Int = 0, payloads: Int = 0, processes: Int = 0,
        droppedRecords: Int = 0, pendingSegments: Int = 0, damagedSegments: Int = 0,
        databaseBytes: Int = 0, pendingIndexChanges: Int = 0, indexFails: Bool = false,
        waitingSpans: Int = 0, unstoredLogs: Int = 0, tablesFail: Bool = false,
        waitingLogs: Int = 0, forgottenLogs: Int = 0
    ) {
        self.isComplete = isComplete
        self.traces = traces
        self.spans = spans
        self.payloads = payloads
        self.processes = processes
        self.droppedRecords = droppedRecords
        self.pendingSegments = pendingSegments
        self.damagedSegments = damagedSegments
        self.databaseBytes = databaseBytes
        self.pendingIndexChanges = pendingIndexChanges
        self.indexFails = indexFails
        self.waitingSpans = waitingSpans
        self.unstoredLogs = unstoredLogs
        self.tablesFail = tablesFail
        self.waitingLogs = waitingLogs
        self.forgottenLogs = forgottenLogs
    }
}
