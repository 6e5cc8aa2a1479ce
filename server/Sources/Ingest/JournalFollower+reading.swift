import JournalReader
import Store

extension JournalFollower {
    /// The processes of which nothing more will come than what is in the directory by now; of
    /// those whose turn it is.
    func processesGone() -> Set<ProcessInstance> {
        guard let ledger else { return [] }
        var gone: Set<ProcessInstance> = []
        let processes = ledger.processes
        let isLocal = directory.isLocal
        for process in readers.turn(of: processes) {
            guard let file = ledger.current(of: process), let header = try? header(of: file)
            else { continue }
            let isGone = watch.isGone(
                file, header: header, isSuperseded: ledger.isSuperseded(file), isLocal: isLocal)
            if isGone {
                gone.insert(process)
            }
        }
        watch.keep(only: Set(processes))
        return gone
    }

    private func header(of file: SegmentFile) throws(JournalError) -> SegmentHeader {
        if let reader = readers.reader(of: file.process) { return try reader.header() }
        return try SegmentReader(path: directory.path(of: file.name)).header
    }

    /// Takes note of new files, and of those that are not there any more.
    func listDirectory() {
        let names: [String]
        do throws(DirectoryError) {
            names = try directory.segmentNames()
        } catch {
            report(.directoryUnreadable(path: directory.path, reason: "\(error)"))
            return
        }
        let failures = catalogue.update(names: names, in: directory)
        for failure in failures {
            report(.fileUnreadable(file: failure.name, reason: "\(failure.error)"))
        }
        ledger?.see(catalogue.files)
    }

    /// Reads a portion of each process's current segment, those first that have waited longest.
    func readBatches(gone: Set<ProcessInstance>) -> [Batch] {
        guard let ledger else { return [] }
        var batches = ledger.missingSegments.map { progress, endsProcess in
            Batch(
                process: ProcessFacts(instance: progress.process, processID: 0),
                index: progress.index, from: progress.position, to: progress.position,
                state: .missing, endsProcess: endsProcess)
        }
        var left = limits
        for process in readers.beginRound(ledger.processes) {
            guard left.records > 0, left.bytes > 0 else { break }
            guard let file = ledger.current(of: process) else { continue }
            guard let batch = readBatch(file, processIsGone: gone.contains(process), &left)
            else { continue }
            batches.append(batch)
        }
        readers.closeIdle()
        return batches
    }

    private func readBatch(
        _ file: SegmentFile, processIsGone: Bool, _ left: inout OpenSegment.Limits
    ) -> Batch? {
        guard let ledger else { return nil }
        let portion: OpenSegment.Portion
        var hasNewDrops = false
        do throws(JournalError) {
            guard
                let reader = try readers.open(
                    file, in: directory, position: ledger.position(of: file))
            else { return nil }
            _ = try reader.header()
            hasNewDrops = reader.hasNewDrops()
            portion = try reader.read(left, processIsGone: processIsGone)
        } catch {
            return batch(for: file, unreadable: error, processIsGone: processIsGone)
        }
        left.records -= portion.changes.count
        left.bytes -= portion.byteCount
        let verdict =
            portion.isCutShort
            ? (state: .reading, endsProcess: false)
            : ledger.verdict(
                on: file,
                Ledger.Reading(
                    isSealed: portion.isSealed, processIsGone: processIsGone,
                    isDamaged: portion.damage != nil))
        if let damage = portion.damage { reportDamage(of: file, damage) }
        guard portion.to != portion.from || verdict.state != .reading || hasNewDrops else {
            return nil
        }
        readers.noteWork(file.process)
        return Batch(
            process: portion.facts, index: file.index, from: portion.from, to: portion.to,
            state: verdict.state, problem: portion.damage, changes: portion.changes,
            endsProcess: verdict.endsProcess)
    }

    /// A file that cannot be opened or read on is given up only if that is the file's own fault.
    private func batch(
        for file: SegmentFile, unreadable error: JournalError, processIsGone: Bool
    ) -> Batch? {
        readers.close(file.process)
        if case .system = error {
            if catalogue.isFirstMention(of: file.name) {
                report(.fileUnreadable(file: file.name, reason: "\(error)"))
            }
            return nil
        }
        reportDamage(of: file, "\(error)")
        guard let ledger else { return nil }
        let verdict = ledger.verdict(
            on: file,
            Ledger.Reading(isSealed: false, processIsGone: processIsGone, isDamaged: true))
        guard verdict.state != .reading else { return nil }
        let position = ledger.position(of: file)
        return Batch(
            process: ProcessFacts(instance: file.process, processID: file.system.processID),
            index: file.index, from: position, to: position, state: verdict.state,
            problem: "\(error)", endsProcess: verdict.endsProcess)
    }

    private func reportDamage(of file: SegmentFile, _ reason: String) {
        guard reportedDamage.insert(file.name).inserted else { return }
        report(.segmentDamaged(file: file.name, reason: reason))
    }
}
