import Interpretation
import Model
import Testing

extension Meaning {
    /// What the payloads mean; the outline of it must say the same, but for what it may leave out.
    init(of span: Span, _ payloads: [Payload]) {
        self = Interpretation.interpret(span, payloads: payloads)
        #expect(Interpretation.outline(span, payloads: payloads).shown == shown)
    }

    private var shown: Meaning {
        var meaning = self
        meaning.parameters = []
        meaning.metadata = []
        meaning.attributes = []
        (meaning.environment, meaning.release, meaning.version) = (nil, nil, nil)
        return meaning
    }
}
