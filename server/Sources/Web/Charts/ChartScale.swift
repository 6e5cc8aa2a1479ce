/// From nothing to a number that is as round as the greatest value allows.
struct ChartScale {
    let top: Double

    /// Halves of these can be read too.
    private static let rounded = [1.0, 2, 4, 6, 8, 10]

    /// - Parameter least: what the top is at least; 2 for what is counted, so that its half is whole.
    init(greatest: Double, least: Double = 0) {
        let greatest = max(greatest, least)
        guard greatest > 0, greatest < 1e30 else {
            top = 1
            return
        }
        var power = 1.0
        while power * 10 < greatest { power *= 10 }
        while power >= greatest { power /= 10 }
        top = power * (Self.rounded.first { power * $0 >= greatest } ?? 10)
    }

    /// How far below the top of the drawing a value lies, with the drawing's height.
    func position(of value: Double, height: Double) -> Double {
        height - min(1, max(0, value / top)) * height
    }
}
