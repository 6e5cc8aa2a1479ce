import CJournal
import CPython

/// What became of the functions that were named for tracing: `martlet.trace_report()`, and `martlet run --report`.
enum TraceReport {
    static var method: Method {
        .noArguments(
            "trace_report",
            """
            trace_report()
            --

            What became of the functions that instrument() and martlet run were told to trace: a dict of 'module:path' to
            'waiting', 'traced', or why it could not be traced.
            """
        ) { module, _ in
            entry { () throws(PythonError) in
                guard let report = unsafe StateReference(function: module).pointee.recorder.objects.traceReport.retained() else {
                    return try Owned.dictionary()
                }
                // Safe: a dictionary; a new one or null.
                return try unsafe Owned(PyDict_Copy(report.raw))
            }
        }
    }

    /// Takes note of a state. No exception may be set.
    static func note(_ module: Borrowed, _ path: Borrowed, _ text: borrowing Owned, _ state: StateReference) {
        let text = text.borrowed
        _ = quietly { () throws(PythonError) in
            if state.pointee.recorder.objects.traceReport.isEmpty {
                _ = state.pointee.recorder.objects.traceReport.exchange(try Owned.dictionary())
            }
            guard let report = state.pointee.recorder.objects.traceReport.retained() else { return .none }
            let key = try Owned.format("%U:%U", .object(module), .object(path))
            try report.setDictionaryItem(key, text)
            try write(.format("%U\t%U\n", .object(key), .object(text)))
            return .none
        }
    }

    /// Takes note of how many functions a path means in a module of a package.
    static func note(_ package: Borrowed, _ path: Borrowed, count: Int, _ state: StateReference) throws(PythonError) {
        let isTraced = count > 0 || path.spells("*")
        guard let report = state.pointee.recorder.objects.traceReport.retained() else { return }
        let key = try Owned.format("%U:%U", .object(package), .object(path))
        guard let text = try report.dictionaryItem(key), text.spells("waiting") || isTraced, !text.spells("traced") else { return }
        let now = try Owned.text(isTraced ? "traced" : "no module of the package that was imported has such a function or class")
        note(package, path, now, state)
    }

    /// Adds a line to the file that `martlet run --report` reads when the program has ended.
    private static func write(_ line: consuming Owned) throws(PythonError) {
        guard let path = unsafe RecorderSettings.variable("MARTLET_REPORT"), unsafe path[0] != 0 else { return }
        let descriptor = unsafe mj_open(path, O_WRONLY | O_APPEND | O_NOFOLLOW, 0)
        guard descriptor >= 0 else { return }
        // Safe: as many bytes as there are. A line is short, and is written whole.
        line.withUTF8 { bytes in _ = unsafe CJournal.write(descriptor, bytes.baseAddress, bytes.count) }
        close(descriptor)
    }
}
