import CPython

/// `module:path`, where the last name of the path may have `*` in it.
///
/// In place of a module, `package.*` stands for the package and all modules in it, at any depth; alone it is short for
/// `package.*:*`.
struct TracePattern {
    var module: [UInt8]
    var path: [UInt8]

    /// Takes a pattern without fault apart.
    init(_ text: [UInt8]) {
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else {
            (module, path) = (text, [UInt8(ascii: "*")])
            return
        }
        module = [UInt8](text[..<colon])
        path = [UInt8](text[(colon + 1)...])
    }

    /// What is wrong with a pattern, if something is.
    static func fault(of text: [UInt8]) -> StaticString? {
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else {
            if isPackage(text[...]) { return nil }
            return "has a pattern without a colon: write \"package.module:function\", \"package.module:*\", or \"package.*\" for all of a package"
        }
        let module = text[..<colon], path = text[(colon + 1)...]
        guard isModule(module) || isPackage(module) else {
            return "has a pattern whose module is no name of one; for all modules of a package write \"package.*\""
        }
        guard isPath(path) else { return "has a pattern whose path is none: write \"module:Class.method\", \"module:Class.*\" or \"module:*\"" }
        if let star = path.firstIndex(of: UInt8(ascii: "*")), let dot = path.lastIndex(of: UInt8(ascii: ".")), star < dot {
            return "has a pattern with * before its last name"
        }
        return nil
    }

    private static func isModule(_ text: ArraySlice<UInt8>) -> Bool { isPath(text) && !text.contains(UInt8(ascii: "*")) }

    /// Whether it is `package.*`.
    private static func isPackage(_ text: ArraySlice<UInt8>) -> Bool {
        text.count > 2 && text.last == UInt8(ascii: "*") && text[text.endIndex - 2] == UInt8(ascii: ".") && isModule(text.dropLast(2))
    }

    /// The package in `package.*`; nil for the name of a module. It is a ValueError to write `*` elsewhere.
    static func package(in target: Borrowed) throws(PythonError) -> Owned? {
        let star = try Owned.text("*")
        guard try target.contains(star) else { return nil }
        guard target.withUTF8({ text in isPackage(unsafe [UInt8](text)[...]) }) else {
            throw PythonError.raise(
                .valueError, "all modules of a package are 'package.*', and * stands nowhere else in a module's name: %R", .object(target))
        }
        // Safe: a string that ends with these two characters.
        return try unsafe Owned(PyUnicode_Substring(target.raw, 0, PyUnicode_GetLength(target.raw) - 2))
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
