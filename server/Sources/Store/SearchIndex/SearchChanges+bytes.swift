extension SearchChanges {
    /// For the table of what the index has still to take. Texts that spans get are left out: they follow from their payloads.
    var logBytes: [UInt8] {
        var writer = ByteWriter()
        writer.reserve(2 + steps.count * 9)
        writer.add(isEmptied)
        writer.add(isMergeDue)
        forEach { step, text in
            writer.add(step.span)
            writer.add(step.isRemoval)
            if step.isRemoval { writer.add([UInt8](text)) }
        }
        return writer.bytes
    }

    /// Reads ``logBytes``; `nil` if they make no sense.
    init?(logBytes: UnsafeRawBufferPointer) {
        var reader = ByteReader(logBytes)
        guard let isEmptied = reader.flag(), let isMergeDue = reader.flag() else { return nil }
        self.init()
        self.isEmptied = isEmptied
        self.isMergeDue = isMergeDue
        let texts = SearchTexts()
        while !reader.isAtEnd {
            guard let span = reader.number(Int64.self), let isRemoval = reader.flag() else { return nil }
            guard isRemoval else {
                add(nil, span: span)
                continue
            }
            guard let text = reader.content() else { return nil }
            remove(texts.add(text), span: span)
        }
        self.texts = texts.take()
    }
}
