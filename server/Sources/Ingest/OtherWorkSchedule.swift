/// When to do other work than to read the journal: while there is nothing to read, and now and then beside it. Programs that write all the
/// time leave no look at the journal without anything new.
package struct OtherWorkSchedule {
    package static let longestPause = Duration.seconds(1)

    private var last: ContinuousClock.Instant

    package init(now: ContinuousClock.Instant) {
        last = now
    }

    /// Whether to do some after a look that found something, or did not.
    package func isDue(foundSomething: Bool, now: ContinuousClock.Instant) -> Bool {
        !foundSomething || now - last >= Self.longestPause
    }

    /// Notes that some was done.
    package mutating func noteDone(now: ContinuousClock.Instant) { last = now }
}
