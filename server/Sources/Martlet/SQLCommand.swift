import API
import ArgumentParser
import Glibc
import JSON
import Launch
import Store

/// `martlet sql`: asks the database, and can change nothing.
struct SQLCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sql", abstract: "Ask the recordings in SQL, for reading alone.",
        discussion: """
            The views traces, spans and scores stay as they are from version to version; the tables \
            behind them may change. "SELECT * FROM pragma_table_info('spans')" names a view's \
            columns. A server may run meanwhile; what it has acknowledged before is in the answer.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table
        case csv
        /// One object a line.
        case jsonl
    }

    @Option(help: "Where what is recorded is kept; else MARTLET_HOME.")
    var home: String?

    @Option(help: "How to write the answer: table, csv or jsonl.")
    var format = Format.table

    @Option(help: "The most rows to write.")
    var limit: Int?

    @Option(help: "The most seconds that the query may take.")
    var timeout = 60.0

    @Argument(help: "The query; else it is read from the input.")
    var query: String?

    func validate() throws {
        guard timeout > 0, timeout <= 86_400 else { throw ValidationError("--timeout must be more than 0, and at most 86400") }
        guard limit.map({ $0 > 0 }) ?? true else { throw ValidationError("--limit must be greater than 0") }
    }

    func run() throws {
        guard let home = home.map(StateDirectory.init(path:)) ?? StateDirectory.standard() else {
            throw ServeError("there are no recordings: set MARTLET_HOME")
        }
        guard access(home.database, R_OK) == 0 else {
            throw ServeError("there is no database at \(home.database): has a server run there?")
        }
        let limits = QueryLimits(
            rows: limit ?? .max, bytes: .max, nanoseconds: UInt64(timeout * 1_000_000_000),
            memoryBytes: 1 << 30)
        let (query, format) = (try query ?? Self.input(), format)
        LocalStore.end {
            try await LocalStore.settle(home)
            try Self.answer(query, home, limits, AnswerWriter(format: format))
        }
    }

    private static func answer(
        _ query: String, _ home: StateDirectory, _ limits: QueryLimits, _ writer: AnswerWriter
    ) throws {
        let isWhole: Bool
        do {
            isWhole = try UserQueries.answer(
                query, path: home.database, limits: limits,
                columns: { writer.begin($0) }, row: { writer.add($0) })
        } catch {
            writer.finish()
            throw ServeError("\(error)")
        }
        writer.finish()
        if !isWhole { StandardStream.error.write(line: "martlet: there are more rows than were written") }
    }

    private static func input() throws -> String {
        var text = ""
        while let line = readLine(strippingNewline: false) {
            text += line
            guard text.utf8.count <= 100_000 else { throw ServeError("the query is too long") }
        }
        return text
    }
}
