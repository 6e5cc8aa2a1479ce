/// What is recorded of a call.
enum Capture {
    /// Everything.
    case full
    /// That it happened, when, and how it ended; nothing of what was said.
    case metadata
}
