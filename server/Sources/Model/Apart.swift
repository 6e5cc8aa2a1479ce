/// A value that lies by itself in memory, so that what has it is small.
struct Apart<Value: Sendable & Equatable>: Sendable, Equatable {
    private final class Box: Sendable {
        let value: Value

        init(_ value: Value) { self.value = value }
    }

    private let box: Box

    init(_ value: Value) { box = Box(value) }

    var value: Value { box.value }

    static func == (left: Apart, right: Apart) -> Bool {
        left.box === right.box || left.value == right.value
    }
}
