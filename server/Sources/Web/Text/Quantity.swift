/// Numbers as people read them.
package enum Quantity {
    /// `1,234,567`.
    package static func count(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var text = ""
        for (position, digit) in digits.enumerated() {
            if position > 0, (digits.count - position).isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return number < 0 ? "-" + text : text
    }

    /// `1 span`, `2 spans`.
    package static func count(_ number: Int, _ noun: String, plural: String? = nil) -> String {
        "\(count(number)) \(number == 1 ? noun : plural ?? noun + "s")"
    }

    /// `0 %`, `1.2 %`, `100 %`: a part that is there is never nothing, nor all.
    package static func share(_ part: Int, of whole: Int) -> String {
        guard part > 0, whole > 0 else { return "0 %" }
        guard part < whole else { return "100 %" }
        let thousandths = min(999, max(1, Int((Double(part) / Double(whole) * 1000).rounded())))
        return thousandths >= 100 ? "\(thousandths / 10) %" : "\(thousandths / 10).\(thousandths % 10) %"
    }

    /// `0 s`, `812 ns`, `1.20 µs`, `340 ms`, `1.24 s`, `2 min 3 s`, `1 h 4 min`.
    package static func duration(_ nanoseconds: Int64) -> String {
        let value = max(0, nanoseconds)
        switch value {
        case 0: return "0 s"
        case ..<1_000: return "\(value) ns"
        case ..<1_000_000: return threeDigits(value, unit: 1_000) + " µs"
        case ..<1_000_000_000: return threeDigits(value, unit: 1_000_000) + " ms"
        case ..<60_000_000_000: return threeDigits(value, unit: 1_000_000_000) + " s"
        default: break
        }
        let seconds = value / 1_000_000_000
        if seconds < 3600 { return mixed(seconds / 60, "min", seconds % 60, "s") }
        if seconds < 86_400 { return mixed(seconds / 3600, "h", seconds / 60 % 60, "min") }
        let days = seconds / 86_400
        return mixed(days, days == 1 ? "day" : "days", seconds / 3600 % 24, "h")
    }

    /// How long before now a moment was: `just now`, `12 s ago`, `3 days ago`.
    package static func age(of moment: Int64, at now: Int64) -> String {
        let (elapsed, overflow) = now.subtractingReportingOverflow(moment)
        guard !overflow else { return now > moment ? "long ago" : "in the future" }
        let seconds = elapsed / 1_000_000_000
        switch seconds {
        case ..<(-1): return "in the future"
        case ..<2: return "just now"
        case ..<60: return "\(seconds) s ago"
        case ..<3600: return "\(seconds / 60) min ago"
        case ..<86_400: return "\(seconds / 3600) h ago"
        default: return count(Int(seconds / 86_400), "day") + " ago"
        }
    }

    /// The same without zeros at the end of a fraction: `20.0 s` as `20 s`, `$0.2500` as `$0.25`.
    static func rounded(_ text: String) -> String {
        guard let point = text.firstIndex(of: ".") else { return text }
        let fraction = text[point...].dropFirst().prefix { $0.isNumber }
        let kept = String(fraction.reversed().drop { $0 == "0" }.reversed())
        return text[..<point] + (kept.isEmpty ? "" : "." + kept) + text[fraction.endIndex...]
    }

    /// `512 B`, `1.25 kB`, `3.40 MB`.
    package static func bytes(_ number: Int) -> String {
        switch number {
        case ..<1_000: "\(number) B"
        case ..<1_000_000: threeDigits(Int64(number), unit: 1_000) + " kB"
        case ..<1_000_000_000: threeDigits(Int64(number), unit: 1_000_000) + " MB"
        default: threeDigits(Int64(number), unit: 1_000_000_000) + " GB"
        }
    }

    /// The value in that unit, cut to three digits: `1.24`, `12.4`, `124`.
    private static func threeDigits(_ value: Int64, unit: Int64) -> String {
        let whole = value / unit
        let hundredths = value % unit * 100 / unit
        switch whole {
        case 100...: return "\(whole)"
        case 10...: return "\(whole).\(hundredths / 10)"
        default: return "\(whole).\(hundredths < 10 ? "0" : "")\(hundredths)"
        }
    }

    /// A number of the larger unit, and the rest in the smaller unless there is none.
    private static func mixed(_ large: Int64, _ largeUnit: String, _ small: Int64, _ smallUnit: String) -> String {
        small == 0 ? "\(large) \(largeUnit)" : "\(large) \(largeUnit) \(small) \(smallUnit)"
    }
}
