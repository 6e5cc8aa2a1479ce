import Launch
import Testing

@Suite struct ByteSizeTests {
    @Test(arguments: [
        ("0", 0), ("1000", 1_000), ("500MB", 500_000_000), ("1.5 GB", 1_500_000_000), ("2gib", 2 << 30), ("3k", 3_000), ("7B", 7),
        ("1TiB", 1 << 40),
    ])
    func whatIsASize(text: String, bytes: Int) {
        #expect(ByteSize(text)?.bytes == bytes)
    }

    @Test(arguments: ["", "GB", "-1", "1XB", "1..5GB", "9999999999TB", "1 2", "NaN", "1e9"])
    func whatIsNone(text: String) {
        #expect(ByteSize(text) == nil)
    }

    @Test func inWords() {
        #expect(ByteSize(bytes: 999).description == "999 bytes")
        #expect(ByteSize(bytes: 1_250).description == "1.2 kB")
        #expect(ByteSize(bytes: 29_400_000).description == "29.4 MB")
    }
}
