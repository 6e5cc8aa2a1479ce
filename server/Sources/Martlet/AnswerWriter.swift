import API
import Glibc
import JSON
import Launch
import Store

/// Writes what a query gave to the output.
final class AnswerWriter {
    private let format: SQLCommand.Format
    private var columns: [String] = []
    /// A table's columns are as wide as its first rows need.
    private var waiting: [[String]] = []
    private var widths: [Int] = []

    private var buffer = ""
    private static let bufferSize = 1 << 16
    private static let sampleSize = 200
    private static let greatestWidth = 60

    init(format: SQLCommand.Format) {
        self.format = format
    }

    func begin(_ columns: [String]) {
        self.columns = columns
        if case .csv = format { write(CSV.row(columns, end: "\n")) }
    }

    /// Whether it is worth to go on.
    func add(_ row: [QueryValue]) -> Bool {
        switch format {
        case .csv: write(CSV.row(row.map(\.text), end: "\n"))
        case .jsonl: write(JSONValue.object(JSONObject(zip(columns, row.map(\.json)))).json + "\n")
        case .table:
            let fields = row.map { Self.visible($0.text ?? "") }
            if widths.isEmpty {
                waiting.append(fields)
                if waiting.count == Self.sampleSize { writeWaiting() }
            } else {
                write(line(fields))
            }
        }
        return true
    }

    func finish() {
        if case .table = format, !columns.isEmpty { writeWaiting() }
        flush()
    }

    private func writeWaiting() {
        guard widths.isEmpty else { return }
        widths = columns.indices.map { column in
            let longest = waiting.map { $0[column].count }.max() ?? 0
            return min(max(longest, columns[column].count), Self.greatestWidth)
        }
        write(line(columns))
        write(line(widths.map { String(repeating: "-", count: $0) }))
        for row in waiting { write(line(row)) }
        waiting = []
    }

    private func line(_ fields: [String]) -> String {
        var line = ""
        for (field, width) in zip(fields, widths) {
            let text = field.count > width ? field.prefix(width - 1) + "…" : field[...]
            line += text + String(repeating: " ", count: width - text.count + 2)
        }
        while line.last == " " { line.removeLast() }
        return line + "\n"
    }

    /// A recorded text must not move a terminal's cursor or change its title.
    private static func visible(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { scalar in
            scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) ? " " : scalar
        }))
    }

    private func write(_ text: String) {
        buffer += text
        if buffer.utf8.count >= Self.bufferSize { flush() }
    }

    private func flush() {
        // A reader that is gone, such as `head`, has seen what it wanted.
        guard StandardStream.output.write(buffer) else { exit(0) }
        buffer = ""
    }
}
