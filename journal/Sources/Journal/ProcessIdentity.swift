import CJournal

/// What tells one process from every other: the id alone is used again.
public struct ProcessIdentity: Sendable, Equatable {
    public var processID: UInt32
    public var parentProcessID: UInt32
    /// Field 22 of `/proc/<pid>/stat`; 0 if it cannot be read.
    public var startTicks: UInt64
    public var bootID: JournalID
    /// Inode of the pid namespace; 0 if it cannot be read.
    public var pidNamespace: UInt64

    /// The calling process.
    public static func current() -> ProcessIdentity {
        let processID = UInt32(bitPattern: getpid())
        return ProcessIdentity(
            processID: processID,
            parentProcessID: UInt32(bitPattern: getppid()),
            startTicks: startTicks(of: processID) ?? 0,
            bootID: bootID() ?? .zero,
            pidNamespace: pidNamespace() ?? 0
        )
    }

    /// When the process with this id began; `nil` if there is none, or only what is left of it until its
    /// parent asks how it ended.
    public static func startTicks(of processID: UInt32) -> UInt64? {
        var path = PathBytes("/proc/")
        path.append(decimal: UInt64(processID))
        path.append("/stat")
        guard let text = read(path) else { return nil }
        // The second field is the program's name in parentheses, and may hold spaces and
        // parentheses of its own: count from the last one.
        guard let close = text.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        var field = 2
        var value: UInt64?
        for byte in text[(close + 1)...] {
            if field == 3, byte == UInt8(ascii: "Z") || byte == UInt8(ascii: "X") { return nil }
            if byte == UInt8(ascii: " ") {
                if field == 22 { return value }
                field += 1
                value = nil
            } else if field == 22, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
                value = (value ?? 0) &* 10 &+ UInt64(byte - UInt8(ascii: "0"))
            }
        }
        return field == 22 ? value : nil
    }

    /// Random, new at every boot.
    public static func bootID() -> JournalID? {
        guard let text = read(PathBytes("/proc/sys/kernel/random/boot_id")) else { return nil }
        var halves: (UInt64, UInt64) = (0, 0)
        var digits = 0
        for byte in text {
            let nibble: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): nibble = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): nibble = byte - UInt8(ascii: "a") + 10
            default: continue
            }
            if digits < 16 { halves.0 = halves.0 << 4 | UInt64(nibble) } else { halves.1 = halves.1 << 4 | UInt64(nibble) }
            digits += 1
        }
        return digits == 32 ? JournalID(high: halves.0, low: halves.1) : nil
    }

    public static func pidNamespace() -> UInt64? {
        var status = stat()
        // Safe: the C string lives through the call and `status` is a local.
        let result = unsafe PathBytes("/proc/self/ns/pid").withCString { unsafe stat($0, &status) }
        return result == 0 ? UInt64(status.st_ino) : nil
    }

    /// Up to 4 KiB of a file of `/proc`.
    private static func read(_ path: PathBytes) -> [UInt8]? {
        let descriptor = unsafe path.withCString { unsafe mj_open($0, O_RDONLY, 0) }
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var count = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 4096) { buffer, initialized in
            // Safe: at most the buffer's size is read, and only what was read counts as initialised.
            count = unsafe CJournal.read(descriptor, buffer.baseAddress, buffer.count)
            initialized = max(0, count)
        }
        return count >= 0 ? bytes : nil
    }
}
