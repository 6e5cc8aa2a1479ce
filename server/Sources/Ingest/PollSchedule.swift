/// How long to wait between two looks at the journal: what is written to mapped memory wakes
/// nobody up.
package struct PollSchedule {
    package static let shortest = Duration.milliseconds(20)
    package static let longest = Duration.milliseconds(250)

    private var wait = Self.shortest

    package init() {}

    /// The wait after a look that found something, or did not.
    package mutating func next(foundSomething: Bool) -> Duration {
        if foundSomething {
            wait = Self.shortest
        } else {
            wait = min(wait * 2, Self.longest)
        }
        return wait
    }
}
