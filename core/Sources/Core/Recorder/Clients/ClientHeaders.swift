import CPython

/// The headers of an HTTP message of `httpx`, read in place: asking for one by name would run Python
/// code, and with it the program's signal handlers, inside the recorder.
struct ClientHeaders: ~Copyable {
    /// A list of `(name as it came, name in lower case, value)`, each of them bytes; None for another kind of message.
    private let list: Owned
    private let headers: Owned
    private let get: Interned

    init?(of message: Borrowed, _ names: RecorderNames) {
        guard let headers = message.quietAttribute(names.headers) else { return nil }
        get = names.get
        list = Self.list(of: headers, names)
        self.headers = headers
    }

    private static func list(of headers: borrowing Owned, _ names: RecorderNames) -> Owned {
        guard let list = headers.quietAttribute(names.headerList), list.isList else { return .none }
        return list
    }

    /// The value of the header with this name, which is in lower case; the first of several.
    func value(_ name: StaticString) -> Owned? {
        guard list.isList else { return slowValue(name) }
        for index in 0..<list.listCount {
            let entry = list.listItem(index)
            guard entry.isTuple, entry.tupleCount == 3 else { return slowValue(name) }
            let key = entry.tupleItem(1), value = entry.tupleItem(2)
            guard key.isBytes, value.isBytes else { return slowValue(name) }
            if unsafe Self.bytes(of: key, spell: name) { return Self.text(of: value) }
        }
        return nil
    }

    @unsafe private static func bytes(of key: borrowing Owned, spell name: StaticString) -> Bool {
        let count = name.utf8CodeUnitCount
        guard unsafe martlet_bytes_count(key.raw) == count, let start = unsafe martlet_bytes_text(key.raw) as UnsafePointer<CChar>?
        else { return false }
        // Safe: both have that many bytes.
        for index in 0..<count where unsafe UInt8(bitPattern: start[index]) != name.utf8Start[index] { return false }
        return true
    }

    private static func text(of value: borrowing Owned) -> Owned? {
        // Safe: as many bytes as the object has; every byte is a character, so nothing is raised but for want of memory.
        guard let text = unsafe PyUnicode_DecodeLatin1(martlet_bytes_text(value.raw), martlet_bytes_count(value.raw), nil) else {
            PythonError.clear()
            return nil
        }
        return unsafe Owned(stealing: text)
    }

    private func slowValue(_ name: StaticString) -> Owned? {
        do throws(PythonError) {
            let value = try headers.callMethod(get, Owned.text(name))
            guard value.isText else { return nil }
            return value
        } catch {
            PythonError.dismiss()
            return nil
        }
    }
}
