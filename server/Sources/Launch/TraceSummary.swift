/// What became of the functions that a program was told to trace, over all of its processes.
public struct TraceSummary {
    private enum State {
        case waiting, traced
        case failed(String)
    }

    private var order: [String] = []
    private var states: [String: State] = [:]

    /// - Parameter lines: of a report: a function, a tab, and what became of it in one process.
    public init(lines: [String]) {
        for line in lines {
            let parts = line.split(separator: "\t", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { continue }
            let (name, text) = (parts[0], parts[1])
            if states[name] == nil { order.append(name) }
            switch (text, states[name]) {
            case ("waiting", nil): states[name] = .waiting
            case ("waiting", _), (_, .traced): break
            case ("traced", _): states[name] = .traced
            default: states[name] = .failed(text)
            }
        }
    }

    /// A line for each.
    public var lines: [String] {
        guard !order.isEmpty else { return ["nothing was named to be traced"] }
        return order.map { name in
            switch states[name] {
            case .traced: "\(name) was traced"
            case .failed(let text): "\(name) could not be traced: \(text)"
            case .waiting, nil: "\(name) was never imported"
            }
        }
    }
}
