import CJournal
import CPython

/// The JSON object of a segment's process record: see `FORMAT.md`.
///
/// Of the command line only `argv[0]` is taken: the rest may hold secrets.
enum ProcessDescription {
    static func json(_ state: StateReference) -> [UInt8] {
        var capture = JSONCapture(state)
        capture.buffer.append(#"{"martlet":"#)
        // Safe: a static C string.
        if let version = unsafe text(martlet_version_text()) { capture.writeText(version.borrowed) } else { capture.buffer.append(#""""#) }
        if let sys = sysModule() {
            add("executable", attribute(sys, "executable"), to: &capture)
            if let arguments = attribute(sys, "argv"), arguments.isList {
                // Safe: the index is below the list's length, and the item gets a count of its own.
                if unsafe martlet_list_count(arguments.raw) > 0 {
                    add("program", unsafe Borrowed(martlet_list_item(arguments.raw, 0)).retained(), to: &capture)
                }
            }
            if let implementation = attribute(sys, "implementation") {
                add("implementation", attribute(implementation, "name"), to: &capture)
            }
        }
        // Safe, as below: static or NUL-terminated C strings.
        add("version", unsafe text(Py_GetVersion(), until: UInt8(ascii: " ")), to: &capture)
        var host = InlineArray<256, CChar>(repeating: 0)
        unsafe withUnsafeMutablePointer(to: &host) { pointer in
            let name = unsafe UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: CChar.self)
            if unsafe gethostname(name, 255) == 0 { unsafe add("host", text(name), to: &capture) }
        }
        if let service = unsafe RecorderSettings.variable("OTEL_SERVICE_NAME") {
            add("service", unsafe text(service), to: &capture)
        }
        capture.buffer.append("}")
        return capture.buffer.withBytes { unsafe [UInt8]($0) }
    }

    private static func add(_ key: StaticString, _ value: consuming Owned?, to capture: inout JSONCapture) {
        guard let value, value.isText else { return }
        capture.buffer.append(#",""#)
        capture.buffer.append(key)
        capture.buffer.append(#"":"#)
        capture.writeText(value.borrowed)
    }

    private static func sysModule() -> Owned? {
        do throws(PythonError) { return try Owned.module("sys") } catch {
            PythonError.clear()
            return nil
        }
    }

    private static func attribute(_ object: borrowing Owned, _ name: StaticString) -> Owned? {
        do throws(PythonError) { return try object.attribute(Owned.text(name)) } catch {
            PythonError.clear()
            return nil
        }
    }

    private static func text(_ string: UnsafePointer<CChar>?, until end: UInt8 = 0) -> Owned? {
        guard let string = unsafe string else { return nil }
        var length = 0
        while unsafe string[length] != 0, unsafe UInt8(bitPattern: string[length]) != end { length += 1 }
        // Safe: as many bytes as were counted; undecodable ones are kept as surrogates.
        guard let text = unsafe PyUnicode_DecodeUTF8(string, length, "surrogateescape") else {
            PythonError.clear()
            return nil
        }
        return unsafe Owned(stealing: text)
    }
}
