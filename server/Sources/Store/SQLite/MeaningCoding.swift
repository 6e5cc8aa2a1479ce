import FoundationEssentials
import Model

/// Meanings as the table `meaning` holds them.
enum MeaningCoding {
    /// As JSON; an empty object if there is a value that JSON cannot hold, which no field has.
    static func encode(_ meaning: Meaning) -> String {
        guard let data = try? JSONEncoder().encode(meaning) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }

    /// `nil` for what another version wrote in a way that this one cannot read: it is worked out
    /// again.
    static func decode(_ json: String) -> Meaning? {
        try? JSONDecoder().decode(Meaning.self, from: Data(json.utf8))
    }
}
