import Store
import TestSupport
import Testing

/// Which words are found in a text.
@Suite struct SearchTextTests {
    func words(_ text: String) -> [String] {
        String(decoding: wordBytes(text), as: UTF8.self).split(separator: " ").map { String($0) }
    }

    func wordBytes(_ text: String) -> [UInt8] {
        Array(text.utf8).withUnsafeBytes { WordGatherer().words(of: $0) }
    }

    func digest(_ text: String) -> UInt64 {
        Array(text.utf8).withUnsafeBytes { SearchTexts.digest($0) }
    }

    /// The same, one character after the other.
    func slowWords(_ text: String) -> [String] {
        var words: [String] = []
        var seen: Set<String> = []
        for word in text.split(whereSeparator: { $0.isASCII && !$0.isLetter && !$0.isNumber }) {
            // Of a word with other letters, both cases are kept.
            let key = word.allSatisfy(\.isASCII) ? word.lowercased() : String(word)
            if seen.insert(key).inserted { words.append(String(word)) }
        }
        return words
    }

    @Test func eachWordOnceInItsFirstForm() {
        #expect(words("The swift, the Swift: 12 swifts/THE12 a_b") == ["The", "swift", "12", "swifts", "THE12", "a", "b"])
        #expect(words("") == [] && words(" ,;:[]{}@`\u{7F}\n") == [])
        #expect(words("na\u{EF}ve caf\u{E9}s") == ["na\u{EF}ve", "caf\u{E9}s"])
    }

    @Test func charactersThatStandAlone() {
        #expect(words("abc\u{6F22}\u{5B57}def \u{30C6}x") == ["abc", "\u{6F22}", "\u{5B57}", "def", "\u{30C6}", "x"])
    }

    @Test func longWordsAreCut() {
        #expect(words(String(repeating: "x", count: 1_000) + " y") == [String(repeating: "x", count: 64), "y"])
        #expect(words("x" + String(repeating: "\u{2500}", count: 40) + " y") == ["x" + String(repeating: "\u{2500}", count: 21), "y"])
    }

    /// What waits for the index, or is taken out of it, may have been shortened to its words before.
    @Test func wordsHaveTheSameWords() {
        var random = SplitMix(state: 11)
        let characters = Array("aB9 _\u{2500}\u{0E44}\u{0439}\u{1F426}\u{6F22}\u{301}")
        for _ in 0..<2_000 {
            // Long runs of one character, some of them with others in front.
            var text = ""
            for _ in 0..<Int(random.next() % 12) {
                let character = characters[Int(random.next() % UInt64(characters.count))]
                text += String(repeating: character, count: 1 + Int(random.next() % (random.next() % 3 == 0 ? 90 : 3)))
            }
            let once = String(decoding: wordBytes(text), as: UTF8.self)
            #expect(wordBytes(once) == wordBytes(text), "\(text.debugDescription)")
        }
    }

    @Test func anyTextAtAnyPlace() {
        var random = SplitMix(state: 7)
        let characters = Array("abzAZ019@[`{/: ._-\u{E9}\u{DF}\u{439}\u{1}\u{7F}")
        for _ in 0..<3_000 {
            let text = String((0..<Int(random.next() % 60)).map { _ in characters[Int(random.next() % UInt64(characters.count))] })
            #expect(words(text) == slowWords(text), "\(text.debugDescription)")
        }
    }

    @Test func oneGathererForManyTexts() {
        let gatherer = WordGatherer()
        for text in ["a b a", "b", String(repeating: "long", count: 99_999), "", "a"] {
            #expect(Array(text.utf8).withUnsafeBytes { gatherer.words(of: $0) } == wordBytes(text))
        }
    }

    @Test func textsDifferByTheirDigests() {
        var seen: Set<UInt64> = []
        // The same change eight bytes apart.
        #expect(Set((0...9).map { digest("value \($0) value \($0)\n") }).count == 10)
        let text = "Why does a swift hardly ever land?"
        // All that it begins with, and each with one letter changed.
        for length in 0..<text.count {
            let beginning = Array(text).prefix(length)
            #expect(seen.insert(digest(String(beginning))).inserted)
            #expect(seen.insert(digest(String(beginning + "\u{0}"))).inserted)
            for place in beginning.indices {
                var changed = beginning
                changed[place] = "_"
                #expect(seen.insert(digest(String(changed))).inserted)
            }
        }
        // Written into databases: another one needs a migration that makes the index anew.
        #expect(digest(text) == 0xD43B_EC10_7863_B75B)
    }

    @Test func muchTextHasAnEnd() {
        let text = (0..<200_000).map { "w\($0)" }.joined(separator: " ")
        let count = wordBytes(text).count
        #expect(count > 1 << 20 && count < 1 << 20 + 100)
    }
}
