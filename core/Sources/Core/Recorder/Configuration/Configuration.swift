/// What `martlet.toml` says.
final class Configuration {
    /// Functions to trace: `module:path`.
    private(set) var traces: [[UInt8]] = []
    /// Packages to instrument; nil for all that are known.
    private(set) var packages: [[UInt8]]?
    private(set) var payloads: Payloads?
    private(set) var limits = CaptureLimits()
    private(set) var maskedKeys: [[UInt8]] = []
    private(set) var maskedPatterns: [[UInt8]] = []
    private(set) var masksCards = false
    /// Where the patterns are.
    private(set) var patternsLine = 0

    /// What of calls is recorded.
    enum Payloads {
        case full, metadata, none
    }

    init() {}

    /// Reads the text of a file.
    init(_ text: [UInt8]) throws(ConfigurationError) {
        var reader = TOMLReader(text)
        try reader.read { (key, value, line) throws(ConfigurationError) in
            if TOMLReader.spells(key, "mask.patterns") { self.patternsLine = line }
            if let message = self.take(key, value) { throw ConfigurationError(line: line, key: key, message: message) }
        }
    }

    /// Takes one setting; what is wrong with it, if something is.
    private func take(_ key: [UInt8], _ value: ConfigurationValue) -> StaticString? {
        func isKey(_ text: StaticString) -> Bool { TOMLReader.spells(key, text) }
        if isKey("trace") {
            guard case .texts(let texts) = value else { return "is a list of texts: [\"package.module:Class.*\"]" }
            for text in texts { if let message = TracePattern.fault(of: text) { return message } }
            traces = texts
        } else if isKey("instrument") {
            guard case .texts(let texts) = value else { return "is a list of the names of packages" }
            packages = texts
        } else if isKey("capture.payloads") {
            guard case .text(let text) = value, let payloads = Self.payloads(text) else { return #"is "full", "metadata" or "none""# }
            self.payloads = payloads
        } else if isKey("mask.keys") {
            guard case .texts(let texts) = value else { return "is a list of texts" }
            maskedKeys = texts
        } else if isKey("mask.patterns") {
            guard case .texts(let texts) = value else { return "is a list of texts, which are regular expressions" }
            maskedPatterns = texts
        } else if isKey("mask.cards") {
            guard case .boolean(let isOn) = value else { return "is true or false" }
            masksCards = isOn
        } else {
            return takeLimit(key, value)
        }
        return nil
    }

    private func takeLimit(_ key: [UInt8], _ value: ConfigurationValue) -> StaticString? {
        func isKey(_ text: StaticString) -> Bool { TOMLReader.spells(key, text) }
        let isKnown = isKey("capture.bytes") || isKey("limits.depth") || isKey("limits.items") || isKey("limits.bytes") || isKey("limits.repr")
        guard isKnown else {
            return "is no setting; there are trace, instrument, capture.payloads, capture.bytes, mask.keys, mask.patterns, mask.cards, limits.depth, limits.items, limits.bytes and limits.repr"
        }
        guard case .integer(let number) = value else { return "is a whole number" }
        if isKey("limits.depth") {
            guard number >= 1, number <= CaptureLimits.deepest else { return "is a number from 1 to 48" }
            limits.depth = number
        } else if isKey("limits.items") {
            guard number >= 1 else { return "is at least 1" }
            limits.items = number
        } else if isKey("limits.bytes") {
            guard number >= 1024, number <= 1 << 30 else { return "is a number from 1024 to 1073741824" }
            limits.bytes = number
        } else if isKey("limits.repr") {
            limits.representation = number
        } else {
            limits.keptBytes = number
        }
        return nil
    }

    private static func payloads(_ text: [UInt8]) -> Payloads? {
        if TOMLReader.spells(text, "full") { return .full }
        if TOMLReader.spells(text, "metadata") { return .metadata }
        return TOMLReader.spells(text, "none") ? Payloads.none : nil
    }
}
