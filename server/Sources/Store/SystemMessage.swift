import Glibc

/// The system's words for an `errno`.
public func systemMessage(_ code: Int32) -> String {
    // Safe: glibc keeps the text in the calling thread's own storage, and it is copied.
    String(cString: strerror(code))
}
