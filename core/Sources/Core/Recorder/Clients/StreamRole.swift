/// What an iterator that stands for another gives.
enum StreamRole: UInt8 {
    /// What the program iterates over; its end is the end of the call.
    case items
    /// Server-sent events, whose data is recorded.
    case events
    /// The bytes of a reply's body, as they are received.
    case body
    /// The same, decoded.
    case decoded
}
