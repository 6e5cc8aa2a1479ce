/// What the recorder keeps per interpreter.
struct RecorderState {
    /// Reports the Python objects in it to the garbage collector.
    func traverse(_ visitor: Visitor) -> Int32 { 0 }

    /// Drops them.
    mutating func clear() {}
}
