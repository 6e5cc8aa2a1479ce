import Store

/// What is there to read and how far reading has come: the follower's state, without its I/O.
///
/// The segments of a process are read one after the other, so that a span's start is seen before
/// its end. Processes are independent of each other.
package struct Ledger {
    /// One process instance.
    private struct Track {
        /// Segments whose files are there, by their index.
        var files: [UInt64: SegmentFile] = [:]
        /// How far each has come; also of segments whose files are gone.
        var progress: [UInt64: SegmentProgress] = [:]
    }

    private var tracks: [ProcessInstance: Track] = [:]

    /// - Parameter stored: what the store knows of each segment.
    package init(stored: [SegmentProgress]) {
        for progress in stored { note(progress) }
    }

    /// The processes of which there are files.
    package var processes: [ProcessInstance] {
        tracks.filter { !$0.value.files.isEmpty }.map(\.key)
    }

    /// Takes what is in the directory now.
    package mutating func see(_ files: [SegmentFile]) {
        for process in tracks.keys { tracks[process]?.files.removeAll(keepingCapacity: true) }
        for file in files { tracks[file.process, default: Track()].files[file.index] = file }
    }

    /// Takes what the store has committed.
    package mutating func note(_ progress: SegmentProgress) {
        tracks[progress.process, default: Track()].progress[progress.index] = progress
    }

    /// A file that is taken out of the directory.
    package mutating func forget(_ file: SegmentFile) {
        tracks[file.process]?.files[file.index] = nil
    }
}

extension Ledger {
    /// The segment to read from now: the first of its process that is not done.
    package func current(of process: ProcessInstance) -> SegmentFile? {
        guard let track = tracks[process] else { return nil }
        return track.files.values
            .filter { (track.progress[$0.index]?.state ?? .reading) == .reading }
            .min { $0.index < $1.index }
    }

    /// Where reading a segment goes on.
    package func position(of file: SegmentFile) -> UInt64 {
        tracks[file.process]?.progress[file.index]?.position ?? file.start
    }

    /// Files that hold nothing that the store has not.
    package var finishedFiles: [SegmentFile] {
        tracks.values.flatMap { track in
            track.files.values.filter { track.progress[$0.index]?.state == .finished }
        }
    }

    /// Files that could not be read to their end, and will not be read any more.
    package var damagedFiles: [SegmentFile] {
        tracks.values.flatMap { track in
            track.files.values.filter { track.progress[$0.index]?.state == .damaged }
        }
    }

    /// Segments that are not read to their end and have no file any more, each with whether it was
    /// the last trace of its process.
    package var missingSegments: [(progress: SegmentProgress, endsProcess: Bool)] {
        tracks.values.flatMap { track in
            let missing = track.progress.values
                .filter { $0.state == .reading && track.files[$0.index] == nil }
                .sorted { $0.index < $1.index }
            return missing.map { progress in
                (progress, track.files.isEmpty && progress.index == missing.last?.index)
            }
        }
    }

    /// Whether a process has become another one, by `exec`, since it wrote this.
    package func isSuperseded(_ file: SegmentFile) -> Bool {
        guard file.system.startTicks != 0 else { return false }
        return tracks.contains { process, track in
            process != file.process
                && track.files.values.contains {
                    $0.system == file.system && $0.clockAnchor > file.clockAnchor
                }
        }
    }

    /// How far reading a segment has come when there is nothing more in it for now.
    package struct Reading {
        /// All that was begun in it is complete, and nothing will be begun.
        var isSealed: Bool
        /// Its process was gone before it was read.
        var processIsGone: Bool
        /// It could not be read further.
        var isDamaged: Bool

        package init(isSealed: Bool = false, processIsGone: Bool = false, isDamaged: Bool = false) {
            self.isSealed = isSealed
            self.processIsGone = processIsGone
            self.isDamaged = isDamaged
        }
    }

    /// How a segment stands, and whether its process ends with it.
    ///
    /// The last segment of a living process stays open, even if it is full: it is through that
    /// file that the end of the process will be seen.
    package func verdict(
        on file: SegmentFile, _ reading: Reading
    ) -> (state: SegmentProgress.State, endsProcess: Bool) {
        let hasSuccessor =
            tracks[file.process]?.files.keys.contains { $0 > file.index } ?? false
        let isOver =
            reading.processIsGone || ((reading.isSealed || reading.isDamaged) && hasSuccessor)
        guard isOver else { return (.reading, false) }
        return (
            reading.isDamaged ? .damaged : .finished, reading.processIsGone && !hasSuccessor
        )
    }
}
