import JournalReader

/// `journal-dump FILE...`: prints segments as text, for whoever works on the format.
@main
struct JournalDump {
    static func main() {
        let paths = CommandLine.arguments.dropFirst()
        if paths.isEmpty { print("usage: journal-dump SEGMENT...") }
        for path in paths {
            do throws(JournalError) {
                for line in try SegmentDump.lines(of: path) { print(line) }
            } catch {
                print(error)
            }
        }
    }
}
