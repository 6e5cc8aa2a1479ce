import Glibc
import Launch

/// One line in a terminal that says how far long work is. Where nobody looks, there is none.
enum ProgressLine {
    private static let isShown = isatty(STDERR_FILENO) == 1

    static func show(_ text: String) {
        guard isShown else { return }
        _ = StandardStream.error.write("\r\u{1B}[K\(text)")
    }

    static func clear() {
        guard isShown else { return }
        _ = StandardStream.error.write("\r\u{1B}[K")
    }
}
