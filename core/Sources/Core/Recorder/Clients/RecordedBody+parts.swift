import CPython
import Journal

// A secret may be cut between two pieces of a body: then neither looks like one.
extension Instance where Fields == RecordedBodyFields {
    /// Records a piece of the body, but for an end that may be the beginning of a secret, which is kept until more comes.
    func recordPart(_ piece: UnsafeRawBufferPointer, isCut: Bool, _ state: StateReference) {
        guard let held = fields.held.exchange(nil) else { return unsafe recordWhole(piece, isCut: isCut, state) }
        var text = ByteBuffer(capacity: 4096)
        held.withBytes { text.append($0) }
        text.append(piece)
        text.withBytes { unsafe recordWhole($0, isCut: isCut, state) }
    }

    private func recordWhole(_ text: UnsafeRawBufferPointer, isCut: Bool, _ state: StateReference) {
        // What is cut off at the limit goes on nowhere.
        let end = unsafe isCut ? text.count : state.secretFinder.openEnd(in: text)
        // Safe: the end is within the text.
        if end < text.count { _ = fields.held.exchange(unsafe .bytes(UnsafeRawBufferPointer(rebasing: text[end...]))) }
        if end > 0 { unsafe record(UnsafeRawBufferPointer(rebasing: text[..<end]), isCut: isCut, state) }
    }

    /// Records what was kept: nothing comes behind it.
    func recordHeld(_ state: StateReference) {
        guard let held = fields.held.exchange(nil) else { return }
        held.withBytes { unsafe record($0, isCut: false, state) }
    }

    private func record(_ text: UnsafeRawBufferPointer, isCut: Bool, _ state: StateReference) {
        guard let span = fields.span.retained() else { return }
        unsafe SpanObject(unchecked: span).record({ $0.responsePart }, .text, text, state, isCut: isCut)
    }
}
