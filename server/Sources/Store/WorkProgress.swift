/// How far the work has come that ``Store/maintain()`` does.
public struct WorkProgress: Sendable, Equatable {
    /// Spans that are done, roughly: those that were removed count too.
    public var done: Int
    /// All of them.
    public var all: Int

    public init(done: Int, all: Int) {
        self.done = done
        self.all = all
    }
}
