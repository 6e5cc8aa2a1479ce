import CSQLite
import Glibc

extension Connection {
    /// Has the system begin to write the log to the disk after each commit, and copies the log into the database when it has so many
    /// pages. It takes the place of `PRAGMA wal_autocheckpoint`, which leaves all of the writing to the moment of the copy, and
    /// waits for it.
    ///
    /// - Parameter path: of the database, which must be in that mode and have its log.
    public func writeLogEarly(path: String, pageLimit: Int) {
        let log = LogFile(path: path + "-wal", pageLimit: pageLimit)
        logFile = log
        // Safe: the connection keeps it for as long as it lives, and calls back on the thread that commits.
        sqlite3_wal_hook(
            handle,
            { log, connection, schema, pages in
                guard let log else { return SQLITE_OK }
                let isFull = Unmanaged<LogFile>.fromOpaque(log)._withUnsafeGuaranteedRef { $0.noteCommit(pages: Int(pages)) }
                // If it cannot be done now, that is no fault of the commit's: it is tried again with the next one.
                if isFull { sqlite3_wal_checkpoint_v2(connection, schema, SQLITE_CHECKPOINT_PASSIVE, nil, nil) }
                return SQLITE_OK
            }, Unmanaged.passUnretained(log).toOpaque())
    }
}

/// The file of a write-ahead log. SQLite has no locks on it that another descriptor of this process could end.
final class LogFile {
    private let descriptor: Int32
    private let pageLimit: Int

    init(path: String, pageLimit: Int) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        self.pageLimit = pageLimit
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// To be called after each commit, with the pages that the log has now; returns whether it is to be copied.
    func noteCommit(pages: Int) -> Bool {
        if pages >= pageLimit { return true }
        if descriptor >= 0 { csqlite_begin_writing(descriptor) }
        return false
    }
}
