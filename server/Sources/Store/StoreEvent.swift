/// What becomes of a store beside what is asked of it, for who runs it.
public enum StoreEvent: Sendable, Equatable {
    /// The file is of an earlier version: its tables are changed before anything else is done, some seconds for a million spans.
    case upgradeBegins(from: Int, to: Int)
    /// That is done.
    case upgradeEnds
    /// What is received does not get into the tables: it is acknowledged while there is room beside them, and no list has it.
    case tablesFail(reason: String)
    /// It does again.
    case tablesWork
    /// Words do not get into the index any more: what is searched for is not found in spans that have come since.
    case indexFails(reason: String)
    /// They do again.
    case indexWorks
    /// The index cannot be opened, and nothing can be searched for until the store is opened again.
    case indexIsMissing(reason: String)
    /// Words do not get into it until the store is opened again: the index's file is damaged so that it cannot be emptied.
    case indexIsLost
    /// Words of spans that were removed stay in the file of the index.
    case clearingFails(reason: String)
    /// They go again.
    case clearingWorks
}
