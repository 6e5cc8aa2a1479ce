extension Quantity {
    /// US dollars: two digits for a sum, more for what is small, and never a rounded nothing.
    static func dollars(_ amount: Double) -> String {
        guard amount.isFinite, amount >= 0, amount < 1e12 else { return "–" }
        if amount == 0 { return "$0" }
        let (scale, width): (Double, Int) = amount >= 1 ? (100, 2) : amount >= 0.001 ? (10_000, 4) : (1e7, 7)
        let units = Int64((amount * scale).rounded())
        guard units > 0 else { return "< $0.0000001" }
        let fraction = String(units % Int64(scale))
        return "$\(units / Int64(scale)).\(String(repeating: "0", count: width - fraction.count))\(fraction)"
    }
}
