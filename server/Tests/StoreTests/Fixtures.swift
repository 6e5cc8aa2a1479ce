import SQLite
import TestSupport
import Testing

/// Databases as earlier versions wrote them.
enum Fixtures {
    /// Writes the one of that schema's version to a file that is not there yet.
    static func write(version: Int, to path: String) throws {
        let folder = "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/")
        let sql = FileBytes.read("\(folder)/Fixtures/version-\(version).sql")
        try #require(!sql.isEmpty)
        let connection = try Connection(path: path, configuration: .init(access: .readWrite, cacheBytes: 1 << 20))
        try connection.execute(String(decoding: sql, as: UTF8.self))
    }
}
