import Model

extension SpanStatus {
    /// What people read.
    var word: String {
        switch self {
        case .running: "Running"
        case .ok: "OK"
        case .error: "Error"
        case .cancelled: "Cancelled"
        case .abandoned: "Left early"
        case .interrupted: "Interrupted"
        }
    }

    /// What there is to say where it is not simply done.
    var explanation: String? {
        switch self {
        case .running: "This is still running; here is what has arrived so far."
        case .ok, .error: nil
        case .cancelled: "This was cancelled before it ended."
        case .abandoned: "The program stopped reading before this ended; here is what had arrived."
        case .interrupted: "The program was gone before this ended; here is what had arrived."
        }
    }

    /// A dot of its colour and the word.
    var badge: HTML {
        Tag.span(.class("status status-\(rawValue)")) { word }
    }
}
