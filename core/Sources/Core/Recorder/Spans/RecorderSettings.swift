import CJournal
import Journal

/// What the environment and `martlet.toml` say about recording, read when the first call is recorded.
struct RecorderSettings {
    /// nil where nothing is to be recorded.
    let capture: Capture?
    /// Where segments go; nil where no home can be found.
    let directory: PathBytes?
    /// How much of values is recorded.
    let limits: CaptureLimits

    /// `MARTLET_DISABLED=1` switches everything off.
    static var isDisabled: Bool { isSet("MARTLET_DISABLED") }

    /// Whether a variable that is a switch is on.
    static func isSet(_ name: StaticString) -> Bool {
        guard let value = unsafe variable(name) else { return false }
        return unsafe !matches(value, "") && !matches(value, "0") && !matches(value, "false")
    }

    /// What the environment says, and where that says nothing, `martlet.toml`.
    static func current(_ state: StateReference) -> RecorderSettings {
        let configuration = state.pointee.recorder.configuration
        var capture = capture(configuration)
        // Nobody knows what a file that is not understood wanted masked.
        if capture == .full, !state.pointee.recorder.objects.configurationFault.isEmpty { capture = .metadata }
        return RecorderSettings(
            capture: capture, directory: directory(), limits: limits(configuration?.limits ?? CaptureLimits()))
    }

    /// `MARTLET_CAPTURE`: `full`, `metadata` (also for a word that is none of the three: a misspelling
    /// must not record more than was asked for) or `none`.
    private static func capture(_ configuration: Configuration?) -> Capture? {
        guard !isDisabled else { return nil }
        guard let value = unsafe variable("MARTLET_CAPTURE"), unsafe value[0] != 0 else {
            switch configuration?.payloads ?? .full {
            case .full: return .full
            case .metadata: return .metadata
            case .none: return nil
            }
        }
        if unsafe matches(value, "none") { return nil }
        return unsafe matches(value, "full") ? .full : .metadata
    }

    /// `MARTLET_CAPTURE_BYTES`: bytes objects up to this size are kept; a word that is no number keeps none.
    private static func limits(_ configured: CaptureLimits) -> CaptureLimits {
        var limits = configured
        if let value = unsafe variable("MARTLET_CAPTURE_BYTES"), let number = unsafe decimal(value) { limits.keptBytes = number }
        return limits
    }

    /// A number in decimal; nil for anything else, and for one that no machine could mean.
    private static func decimal(_ text: UnsafePointer<CChar>) -> Int? {
        var number = 0
        var index = 0
        // Safe: the text ends with a zero, which is no digit.
        while unsafe text[index] >= 48 && text[index] <= 57, index < 15 {
            number = number &* 10 &+ Int(unsafe text[index] &- 48)
            index &+= 1
        }
        return index > 0 && (unsafe text[index]) == 0 ? number : nil
    }

    /// `$MARTLET_HOME/journal`, else `$XDG_STATE_HOME/martlet/journal`, else `~/.local/state/martlet/journal`.
    private static func directory() -> PathBytes? {
        let places: InlineArray<3, (StaticString, StaticString)> = [
            ("MARTLET_HOME", "/journal"), ("XDG_STATE_HOME", "/martlet/journal"),
            ("HOME", "/.local/state/martlet/journal"),
        ]
        for index in 0..<places.count {
            guard let value = unsafe variable(places[index].0), unsafe value[0] != 0 else { continue }
            // Safe: the environment's strings are NUL-terminated, and copied at once.
            var path = unsafe absolute(value)
            path.append(places[index].1)
            return path
        }
        return nil
    }

    /// A path that still means the same after the program changed its working directory.
    private static func absolute(_ path: UnsafePointer<CChar>) -> PathBytes {
        // Safe, as below: C strings that are copied at once. `getcwd` allocates where it gets no memory.
        let given = unsafe PathBytes(cString: path)
        guard unsafe path[0] != CChar(UInt8(ascii: "/")), let folder = unsafe getcwd(nil, 0) else { return given }
        var whole = unsafe PathBytes(cString: folder)
        unsafe free(folder)
        whole.append("/")
        unsafe whole.append(cString: path)
        return whole
    }

    /// A variable's value, valid until the environment changes.
    static func variable(_ name: StaticString) -> UnsafePointer<CChar>? {
        // Safe: the name is NUL-terminated; the result is a C string or null.
        guard let value = unsafe getenv(name.cString) else { return nil }
        return unsafe UnsafePointer(value)
    }

    private static func matches(_ value: UnsafePointer<CChar>, _ text: StaticString) -> Bool {
        unsafe strcmp(value, text.cString) == 0
    }
}
