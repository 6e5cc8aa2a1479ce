/// A page in the text format of Prometheus, version 0.0.4.
struct MetricsPage {
    private(set) var text = ""
    private var name = ""

    /// Begins a metric.
    mutating func begin(_ name: String, _ type: String, _ help: String) {
        self.name = name
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    /// Adds a value of the metric that was begun last.
    mutating func add(_ value: Double, _ labels: [(name: String, value: String)] = [], suffix: String = "") {
        text += name + suffix
        if !labels.isEmpty {
            text += "{" + labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",") + "}"
        }
        text += value == value.rounded() && abs(value) < 1e15 ? " \(Int64(value))\n" : " \(value)\n"
    }

    /// A metric with one whole number.
    mutating func single(_ name: String, _ type: String, _ help: String, _ value: Int) {
        begin(name, type, help)
        add(Double(value))
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
