/// Rows as RFC 4180 has them, for spreadsheets.
package enum CSV {
    /// One row with its end, which is another one for the tools of a shell.
    package static func row(_ fields: some Sequence<String?>, end: String = "\r\n") -> String {
        fields.map { $0.map(field) ?? "" }.joined(separator: ",") + end
    }

    /// A text as a field. One that a spreadsheet would take for a formula gets an apostrophe in
    /// front: what was recorded is anybody's.
    package static func field(_ text: String) -> String {
        var text = text
        if let first = text.utf8.first, startsFormula(first), Double(text) == nil { text = "'" + text }
        guard text.utf8.contains(where: isSpecial) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    private static func startsFormula(_ byte: UInt8) -> Bool {
        "=+-@\t\r".utf8.contains(byte)
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == 10 || byte == 13
    }
}
