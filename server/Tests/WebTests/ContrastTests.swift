import Testing
import Web

@Suite("Web: text can be read, in light and in dark")
struct ContrastTests {
    /// The colours of the stylesheet by their names; the first block is the light one.
    static let schemes: [[String: UInt32]] = {
        let css = Assets.all.first { $0.contentType.hasPrefix("text/css") }!
        let text = String(decoding: css.bytes, as: UTF8.self)
        return text.split(separator: ":root {").dropFirst().prefix(2).map { block in
            var colours: [String: UInt32] = [:]
            for line in block.prefix(while: { $0 != "}" }).split(separator: "\n") {
                let parts = line.split(separator: ":").map { $0.drop { $0 == " " } }
                guard parts.count == 2, parts[0].hasPrefix("--"), parts[1].hasPrefix("#") else { continue }
                colours[String(parts[0].dropFirst(2))] = UInt32(parts[1].dropFirst().prefix(6), radix: 16)
            }
            return colours
        }
    }()

    @Test("at least 4.5 to 1 for every text on every ground it stands on", arguments: 0..<2)
    func contrast(scheme: Int) throws {
        let colours = Self.schemes[scheme]
        let plain = ["text", "muted", "accent", "ok", "error", "running", "interrupted", "cancelled", "abandoned"]
        var pairs = plain.flatMap { text in ["page", "surface", "sunken"].map { (text, $0) } }
        pairs += ["text", "muted", "accent", "interrupted"].map { ($0, "accent-tint") }
        pairs += ["text", "muted", "error"].map { ($0, "error-tint") }
        pairs += [("running", "running-tint"), ("interrupted", "interrupted-tint"), ("surface", "accent"), ("surface", "error")]
        for (text, ground) in pairs {
            let ratio = contrast(try #require(colours[text]), try #require(colours[ground]))
            #expect(ratio >= 4.5, "\(text) on \(ground): \(ratio)")
        }
    }

    /// As WCAG 2 defines it.
    private func contrast(_ first: UInt32, _ second: UInt32) -> Double {
        let (light, dark) = (max(luminance(first), luminance(second)), min(luminance(first), luminance(second)))
        return (light + 0.05) / (dark + 0.05)
    }

    private func luminance(_ colour: UInt32) -> Double {
        let channels = [16, 8, 0].map { shift -> Double in
            let value = Double(colour >> UInt32(shift) & 0xFF) / 255
            return value <= 0.04045 ? value / 12.92 : power((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
    }

    /// x to the 2.4, without a mathematics library: the twelfth power's fifth root by Newton.
    private func power(_ base: Double, _ exponent: Double) -> Double {
        precondition(exponent == 2.4)
        let twelfth = (0..<12).reduce(1.0) { product, _ in product * base }
        var root = 1.0
        for _ in 0..<200 { root -= (root * root * root * root * root - twelfth) / (5 * root * root * root * root) }
        return root
    }
}
