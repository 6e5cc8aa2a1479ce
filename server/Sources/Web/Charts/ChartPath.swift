/// The text of a path in a drawing, which is stretched to the width it has on the page.
struct ChartPath {
    /// Of a step.
    static let width = 10.0
    /// Of the drawing.
    static let height = 100.0
    private static let gap = 1.0

    private(set) var text = ""
    /// The points of the line that goes on from where it is.
    private var pointCount = 0

    /// A bar of a step, from one height to another.
    mutating func addBar(step: Int, from top: Double, to bottom: Double) {
        let left = Double(step) * Self.width + Self.gap / 2
        let width = Self.width - Self.gap
        text += "M\(Self.digits(left)) \(Self.digits(top))h\(Self.digits(width))"
        text += "V\(Self.digits(bottom))h-\(Self.digits(width))z"
    }

    /// Continues a line to the middle of a step.
    mutating func addPoint(step: Int, at position: Double) {
        text += pointCount > 0 ? "L" : "M"
        text += "\(Self.digits((Double(step) + 0.5) * Self.width)) \(Self.digits(position))"
        pointCount += 1
    }

    /// Ends a line: what comes next is not joined to what is there.
    mutating func endLine() {
        // A point that stands alone is a short line, or nobody would see it.
        if pointCount == 1 { text += "m-3 0h6" }
        pointCount = 0
    }

    /// With two digits behind the point, if it needs them.
    private static func digits(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let (whole, rest) = (hundredths / 100, hundredths % 100)
        guard rest != 0 else { return String(whole) }
        return "\(whole).\(rest < 10 ? "0" : "")\(rest % 10 == 0 ? rest / 10 : rest)"
    }
}
