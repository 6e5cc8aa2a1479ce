/// The shapes of secrets that one knows by how they begin.
///
/// Each function gets the place of a word's beginning, and gives what is to be replaced: what begins the
/// secret stays, so that one sees what it was.
enum SecretShapes {
    static func begins(_ prefix: StaticString, _ text: UnsafeRawBufferPointer, at index: Int) -> Bool {
        guard index >= 0, text.count &- index >= prefix.utf8CodeUnitCount else { return false }
        // Safe: both have that many bytes.
        for place in 0..<prefix.utf8CodeUnitCount where unsafe text[index &+ place] != prefix.utf8Start[place] { return false }
        return true
    }

    /// Keys of services, whose makers gave them a prefix to be found by.
    static func token(in text: UnsafeRawBufferPointer, at index: Int, _ first: UInt8) -> Range<Int>? {
        /// At least `count` letters, digits, `-`, `_` and, if so said, `.` behind the prefix.
        func key(_ prefix: StaticString, _ count: Int, dots: Bool = false, digit: Bool = true) -> Range<Int>? {
            guard unsafe begins(prefix, text, at: index) else { return nil }
            let start = index &+ prefix.utf8CodeUnitCount
            var end = start
            var hasDigit = false
            // Safe: the index is below the count.
            while end < text.count {
                let byte = unsafe text[end]
                if byte &- UInt8(ascii: "0") < 10 { hasDigit = true }
                guard SecretFinder.isWord(byte) || byte == UInt8(ascii: "-") || dots && byte == UInt8(ascii: ".") else { break }
                end &+= 1
            }
            return end &- start >= count && (hasDigit || !digit) ? start..<end : nil
        }
        switch first {
        case UInt8(ascii: "s"):
            // OpenAI, Anthropic, OpenRouter, Langfuse; Stripe; Square.
            return key("sk-", 20) ?? key("sk_live_", 16) ?? key("sk_test_", 16) ?? key("sq0csp-", 20)
        case UInt8(ascii: "r"): return key("rk_live_", 16) ?? key("rk_test_", 16) ?? key("r8_", 30)
        case UInt8(ascii: "p"): return key("pypi-AgE", 30) ?? key("pplx-", 30)
        case UInt8(ascii: "g"):
            return key("ghp_", 30) ?? key("gho_", 30) ?? key("ghu_", 30) ?? key("ghs_", 30) ?? key("ghr_", 30)
                ?? key("github_pat_", 22) ?? key("glpat-", 20) ?? key("gsk_", 30) ?? key("glsa_", 30)
        case UInt8(ascii: "x"):
            return key("xoxb-", 10) ?? key("xoxa-", 10) ?? key("xoxp-", 10) ?? key("xoxr-", 10) ?? key("xoxs-", 10)
                ?? key("xoxe-", 10) ?? key("xapp-", 20) ?? key("xai-", 30)
        case UInt8(ascii: "A"):
            return unsafe accessKey(in: text, at: index) ?? key("AIza", 35, digit: false) ?? header(in: text, at: index)
        case UInt8(ascii: "y"): return key("ya29.", 20, dots: true)
        case UInt8(ascii: "h"): return key("hf_", 30, digit: false) ?? key("hvs.", 20)
        case UInt8(ascii: "n"): return key("npm_", 36, digit: false)
        case UInt8(ascii: "S"): return key("SG.", 40, dots: true)
        case UInt8(ascii: "d"): return key("dop_v1_", 60) ?? key("dapi", 32)
        case UInt8(ascii: "l"): return key("lsv2_", 30) ?? key("lin_api_", 30)
        case UInt8(ascii: "w"): return key("whsec_", 20)
        default: return nil
        }
    }

    /// An access key of AWS, which has sixteen capital letters and digits behind its four.
    private static func accessKey(in text: UnsafeRawBufferPointer, at index: Int) -> Range<Int>? {
        guard unsafe begins("AKIA", text, at: index) || begins("ASIA", text, at: index) else { return nil }
        let start = index &+ 4, end = index &+ 20
        guard text.count >= end else { return nil }
        for place in start..<end {
            // Safe, as below: the index is below the count.
            let byte = unsafe text[place]
            guard byte &- UInt8(ascii: "A") < 26 || byte &- UInt8(ascii: "0") < 10 else { return nil }
        }
        return end < text.count && (unsafe SecretFinder.isWord(text[end])) ? nil : start..<end
    }

    /// `Authorization: …` in a text, to the end of the line.
    private static func header(in text: UnsafeRawBufferPointer, at index: Int) -> Range<Int>? {
        guard unsafe begins("Authorization: ", text, at: index) else { return nil }
        let start = index &+ 15
        var end = start
        while end < text.count, unsafe text[end] >= 0x20, unsafe text[end] != UInt8(ascii: "\""), unsafe text[end] != UInt8(ascii: "'") {
            end &+= 1
        }
        return end > start ? start..<end : nil
    }

    /// `Bearer` and a token.
    static func bearer(in text: UnsafeRawBufferPointer, at index: Int) -> Range<Int>? {
        guard unsafe begins("earer ", text, at: index &+ 1) else { return nil }
        let start = index &+ 7
        var end = start
        while end < text.count {
            let byte = unsafe text[end]
            guard SecretFinder.isWord(byte) || byte >= UInt8(ascii: "+") && byte <= UInt8(ascii: "/") && byte != UInt8(ascii: ",")
                || byte == UInt8(ascii: "=") || byte == UInt8(ascii: "~")
            else { break }
            end &+= 1
        }
        return end &- start >= 16 ? start..<end : nil
    }

    /// A JSON web token: three parts in base64, the first of which begins with `{"`.
    static func webToken(in text: UnsafeRawBufferPointer, at index: Int) -> Range<Int>? {
        guard unsafe begins("eyJ", text, at: index) else { return nil }
        var end = index &+ 3
        var dots = 0
        var length = 0
        while end < text.count {
            let byte = unsafe text[end]
            if byte == UInt8(ascii: ".") {
                guard dots < 2, length >= 8 else { break }
                dots &+= 1
                length = 0
            } else if SecretFinder.isWord(byte) || byte == UInt8(ascii: "-") {
                length &+= 1
            } else {
                break
            }
            end &+= 1
        }
        return dots == 2 && length >= 8 ? (index &+ 3)..<end : nil
    }

    /// 13 to 19 digits, with single spaces or hyphens between them, whose check digit is right; the last four stay.
    static func card(in text: UnsafeRawBufferPointer, at index: Int) -> Range<Int>? {
        var digits = InlineArray<19, UInt8>(repeating: 0)
        var places = InlineArray<19, Int>(repeating: 0)
        var count = 0
        var end = index
        var wasDigit = false
        while end < text.count {
            let byte = unsafe text[end]
            if byte &- UInt8(ascii: "0") < 10 {
                guard count < 19 else { return nil }
                digits[count] = byte &- UInt8(ascii: "0")
                places[count] = end
                count &+= 1
                wasDigit = true
            } else if wasDigit, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-"), end &+ 1 < text.count,
                unsafe text[end &+ 1] &- UInt8(ascii: "0") < 10
            {
                wasDigit = false
            } else {
                break
            }
            end &+= 1
        }
        guard count >= 13, end == text.count || (unsafe !SecretFinder.isWord(text[end])) else { return nil }
        var sum = 0
        for place in 0..<count {
            var digit = Int(digits[count &- 1 &- place])
            if place & 1 == 1 {
                digit &*= 2
                if digit > 9 { digit &-= 9 }
            }
            sum &+= digit
        }
        return sum % 10 == 0 && sum > 0 ? index..<places[count &- 4] : nil
    }
}
