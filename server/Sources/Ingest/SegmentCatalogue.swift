import JournalReader

/// The files of the directory; the header of each is read once.
struct SegmentCatalogue {
    /// A file that is no segment that can be read.
    struct Failure {
        var name: String
        var error: JournalError
    }

    private var known: [String: SegmentFile] = [:]
    /// Files that are not segments, or of a later format: they are not looked at again.
    private var ignored: Set<String> = []
    private var mentioned: Set<String> = []

    /// All segments that can be read.
    var files: [SegmentFile] { Array(known.values) }

    /// Takes the directory's names; returns what cannot be read, each once.
    mutating func update(names: [String], in directory: JournalDirectory) -> [Failure] {
        let present = Set(names)
        known = known.filter { present.contains($0.key) }
        ignored.formIntersection(present)
        mentioned.formIntersection(present)
        var failures: [Failure] = []
        for name in names.sorted() where known[name] == nil && !ignored.contains(name) {
            do throws(JournalError) {
                let reader = try SegmentReader(path: directory.path(of: name))
                known[name] = SegmentFile(name: name, header: reader.header)
            } catch {
                // Whether it may be opened can change; what it holds does not.
                if case .system = error {} else { ignored.insert(name) }
                if isFirstMention(of: name) { failures.append(Failure(name: name, error: error)) }
            }
        }
        return failures
    }

    /// Whether nothing was said of this file so far.
    mutating func isFirstMention(of name: String) -> Bool {
        mentioned.insert(name).inserted
    }
}
