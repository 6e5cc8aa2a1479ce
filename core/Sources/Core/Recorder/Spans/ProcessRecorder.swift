import CJournal
import CPython
import Journal

/// What all interpreters of the process record into. Made when the first call is recorded, and kept.
final class ProcessRecorder: Sendable {
    let writer: JournalWriter
    let capture: Capture
    let limits: CaptureLimits
    let keys: PayloadKeys

    private init(_ writer: JournalWriter, _ capture: Capture, _ limits: CaptureLimits) {
        self.writer = writer
        self.capture = capture
        self.limits = limits
        keys = PayloadKeys(writer)
    }

    /// The process's recorder; nil if recording is switched off.
    @inline(__always)
    static func shared(_ state: StateReference) -> ProcessRecorder? {
        // Safe: the word is static, and holds 0, 1 (switched off) or an address that is never freed.
        let word = unsafe mj_load_acquire(martlet_recorder_word())
        if word > 1 { return object(at: word) }
        return word == 0 ? make(state) : nil
    }

    /// Calls `body` with the process's recorder, or nil; without counting a reference to it.
    @inline(__always)
    static func withShared<Result>(_ state: StateReference, _ body: (ProcessRecorder?) -> Result) -> Result {
        // Safe: as above. The object is never freed, so nobody needs to keep it alive.
        let word = unsafe mj_load_acquire(martlet_recorder_word())
        guard word > 1, let address = unsafe UnsafeRawPointer(bitPattern: UInt(word)) else {
            return body(word == 0 ? make(state) : nil)
        }
        return unsafe Unmanaged<ProcessRecorder>.fromOpaque(address)._withUnsafeGuaranteedRef { body($0) }
    }

    /// How much of values the process records.
    static var limits: CaptureLimits {
        // Safe: as above.
        let word = unsafe mj_load_acquire(martlet_recorder_word())
        guard word > 1, let address = unsafe UnsafeRawPointer(bitPattern: UInt(word)) else { return CaptureLimits() }
        return unsafe Unmanaged<ProcessRecorder>.fromOpaque(address)._withUnsafeGuaranteedRef { $0.limits }
    }

    private static func object(at word: UInt64) -> ProcessRecorder? {
        guard let address = unsafe UnsafeRawPointer(bitPattern: UInt(word)) else { return nil }
        return unsafe Unmanaged<ProcessRecorder>.fromOpaque(address).takeUnretainedValue()
    }

    /// Says what is wrong with `martlet.toml`; whatever exception is set stays set.
    private static func reportFault(_ state: StateReference) {
        guard !state.pointee.recorder.isFaultReported, !state.pointee.recorder.objects.configurationFault.isEmpty else { return }
        let exception = SavedException()
        ConfigurationLoader.reportFault(state)
        exception.restore()
    }

    @inline(never)
    private static func make(_ state: StateReference) -> ProcessRecorder? {
        let settings = RecorderSettings.current(state)
        reportFault(state)
        var word: UInt64 = 1
        if let capture = settings.capture, let directory = settings.directory {
            let writer = JournalWriter(directory: directory, description: ProcessDescription.json(state))
            let recorder = unsafe Unmanaged.passRetained(ProcessRecorder(writer, capture, settings.limits))
            word = unsafe UInt64(UInt(bitPattern: recorder.toOpaque()))
        }
        // Another interpreter may have been faster: then its recorder counts and ours stays unused,
        // one for each such race, which needs two interpreters that begin in the same moment.
        _ = unsafe mj_compare_exchange(martlet_recorder_word(), 0, word)
        return shared(state)
    }
}
