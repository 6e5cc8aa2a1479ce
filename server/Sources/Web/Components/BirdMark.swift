/// The martlet: a swift in flight. `martlet.svg` has the same outline.
enum BirdMark {
    static let outline = """
        M1.5 8.2C6.2 6.9 10 8.1 12.2 11.2 13.3 6.9 16.8 3.6 22.5 2.5 19.1 5 17.2 8 16.6 11.9 \
        16 15.9 13.7 18.6 10.4 19.5L5.6 21.6 8 18.6 3.4 18.8C6.9 17.7 9 16.2 9.7 14.1 \
        8.3 11.1 5.6 9 1.5 8.2Z
        """

    static var html: HTML {
        Tag.svg(.class("mark"), Attribute("viewBox", "0 0 24 24"), .hiddenFromReaders) {
            Tag.path(Attribute("d", outline))
        }
    }
}
