import Logging
import Store

extension Logger {
    /// Writes what becomes of a store.
    func log(_ event: StoreEvent) {
        switch event {
        case .upgradeBegins(let from, let to):
            notice(
                "the database is of an earlier version: its tables are changed first, which can be stopped and begins again then",
                metadata: ["from": "\(from)", "to": "\(to)"])
        case .upgradeEnds:
            notice("the database is of this version now")
        case .tablesFail(let reason):
            error("spans that were received cannot be put into the database: lists leave them out meanwhile", metadata: ["reason": "\(reason)"])
        case .tablesWork:
            notice("spans that were received are put into the database again")
        case .indexFails(let reason):
            error("the index of words cannot be written: searches leave out what is stored meanwhile", metadata: ["reason": "\(reason)"])
        case .indexWorks:
            notice("the index of words is written again")
        case .indexIsMissing(let reason):
            error(
                "the file of the index of words cannot be opened: nothing can be searched for until the server starts again",
                metadata: ["reason": "\(reason)"])
        case .indexIsLost:
            error("the file of the index of words is damaged: it is made anew when the server starts again")
        case .clearingFails(let reason):
            error("words of removed spans cannot be cleared out of the index's file", metadata: ["reason": "\(reason)"])
        case .clearingWorks:
            notice("words of removed spans are cleared out of the index's file again")
        }
    }
}
