/// `module:path`, where the last name of the path may have `*` in it.
enum TracePattern {
    /// What is wrong with a pattern, if something is.
    static func fault(of text: [UInt8]) -> StaticString? {
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else {
            return "has a pattern without a colon: write \"package.module:function\", or \"package.module:*\""
        }
        let module = text[..<colon], path = text[(colon + 1)...]
        guard isPath(module), !module.contains(UInt8(ascii: "*")) else { return "has a pattern whose module is no name of one" }
        guard isPath(path) else { return "has a pattern whose path is none: write \"module:Class.method\", \"module:Class.*\" or \"module:*\"" }
        if let star = path.firstIndex(of: UInt8(ascii: "*")), let dot = path.lastIndex(of: UInt8(ascii: ".")), star < dot {
            return "has a pattern with * before its last name"
        }
        return nil
    }

    /// Names with dots between them.
    private static func isPath(_ text: ArraySlice<UInt8>) -> Bool {
        var isEmpty = true
        for byte in text {
            if byte == UInt8(ascii: ".") {
                if isEmpty { return false }
                isEmpty = true
            } else if SecretFinder.isWord(byte) || byte >= 0x80 || byte == UInt8(ascii: "*") {
                isEmpty = false
            } else {
                return false
            }
        }
        return !isEmpty
    }

    /// Whether a name is one of those that a pattern means: `*` stands for any letters. One that begins with `_` is
    /// meant only if the pattern says so.
    static func matches(_ name: UnsafeRawBufferPointer, _ pattern: UnsafeRawBufferPointer) -> Bool {
        let underscore = UInt8(ascii: "_")
        if unsafe name.first == underscore, unsafe pattern.first != underscore { return false }
        var place = 0, index = 0, star = -1, retry = 0
        // Safe: every index is looked at where it is below the count.
        while place < name.count {
            if index < pattern.count, unsafe pattern[index] == UInt8(ascii: "*") {
                star = index
                retry = place
                index &+= 1
            } else if index < pattern.count, unsafe pattern[index] == name[place] {
                index &+= 1
                place &+= 1
            } else if star >= 0 {
                retry &+= 1
                place = retry
                index = star &+ 1
            } else {
                return false
            }
        }
        while index < pattern.count, unsafe pattern[index] == UInt8(ascii: "*") { index &+= 1 }
        return index == pattern.count
    }
}
