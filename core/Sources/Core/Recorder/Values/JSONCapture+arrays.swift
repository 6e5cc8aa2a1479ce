import CPython

// Arrays, tables and pictures: what they are, without what is in them.
extension JSONCapture {
    /// `{"$type", "shape", "dtype"}`; a single number of such a library as the number.
    mutating func writeArray(_ value: Borrowed) {
        guard let shape = shape(of: value) else { return writeRepresentation(value) }
        if shape.tupleCount == 0, let single = number(in: value) { return write(single.borrowed) }
        let held = value.quietAttribute(state.names.values.elementType)
        let kind = held.borrowed
        writeShaped(value, shape) { capture in
            guard let kind, let text = kind.optionalText() else { return }
            capture.buffer.append(#","dtype":"#)
            capture.writeText(text.borrowed, limit: 200)
        }
    }

    /// The Python number that a scalar array, or a scalar of numpy, stands for.
    private func number(in value: Borrowed) -> Owned? {
        let single = quietly { () throws(PythonError) in try value.callMethod(state.names.values.single) }
        guard let single, single.isInteger || single.isFloat || single.isText else { return nil }
        return single
    }

    /// `{"$type", "shape", "dtypes": {column: type}}`.
    mutating func writeTable(_ value: Borrowed) {
        guard let shape = shape(of: value) else { return writeRepresentation(value) }
        let held = value.quietAttribute(state.names.values.elementTypes)
        let kinds = held.borrowed
        writeShaped(value, shape) { capture in
            guard let kinds else { return }
            capture.buffer.append(#","dtypes":"#)
            if kinds.isList { capture.writeTexts(kinds) } else { capture.writeColumns(kinds) }
        }
    }

    /// The name of each column, with the type of its elements; the first hundred.
    private mutating func writeColumns(_ columns: Borrowed) {
        beginObject()
        do throws(PythonError) {
            let items = try columns.callMethod(state.names.values.items)
            // Safe, as below: a new reference or null.
            let iterator = try unsafe Owned(PyObject_GetIter(items.raw))
            var index = 0
            while let raw = unsafe PyIter_Next(iterator.raw) {
                let pair = unsafe Owned(stealing: raw)
                guard pair.isTuple, pair.tupleCount == 2 else { break }
                if index > 0 { buffer.append(",") }
                if index == 100 {
                    noteCut()
                    buffer.append(#""$cut":"items""#)
                    break
                }
                _ = writeKey(pair.tupleItem(0).borrowed)
                buffer.append(":")
                let kind = pair.tupleItem(1)
                if let text = kind.optionalText() { writeText(text.borrowed, limit: 200) } else { buffer.append("null") }
                index &+= 1
            }
            PythonError.dismissFromValue()
        } catch {
            PythonError.dismissFromValue()
        }
        endObject()
    }

    private mutating func writeTexts(_ list: Borrowed) {
        buffer.append("[")
        var index = 0
        while index < list.listCount {
            if index > 0 { buffer.append(",") }
            if index == 100 {
                writeCut("items")
                break
            }
            let item = list.listItem(index)
            if let text = item.optionalText() { writeText(text.borrowed, limit: 200) } else { buffer.append("null") }
            index &+= 1
        }
        buffer.append("]")
    }

    /// A picture of Pillow's: its size and mode; a digest of its pixels where they are in memory and not too many.
    mutating func writePicture(_ value: Borrowed) {
        guard let size = value.quietAttribute(state.names.values.size), size.isTuple, size.tupleCount == 2,
            let width = size.tupleItem(0).integerValue, let height = size.tupleItem(1).integerValue
        else { return writeRepresentation(value) }
        buffer.append(#"{"$type":"#)
        writeTypeName(of: value)
        buffer.append(#","width":"#)
        buffer.append(decimal: width)
        buffer.append(#","height":"#)
        buffer.append(decimal: height)
        writeText(of: value, state.names.values.mode, as: #","mode":"#)
        writeText(of: value, state.names.values.imageFormat, as: #","format":"#)
        // A picture that was not loaded yet would be read from its file.
        if width &* height <= 1 << 20, let pixels = value.quietAttribute(state.names.values.loadedImage), !pixels.isNone,
            let bytes = quietly({ () throws(PythonError) in try value.callMethod(state.names.values.toBytes) }), bytes.isBytes
        {
            bytes.withBytes { bytes in unsafe writeDigest(of: bytes, as: #","sha256":"#) }
        }
        buffer.append("}")
    }

    private mutating func writeText(of value: Borrowed, _ name: Interned, as key: StaticString) {
        guard let text = value.quietAttribute(name), text.isText else { return }
        buffer.append(key)
        writeText(text.borrowed, limit: 200)
    }

    private mutating func writeShaped(_ value: Borrowed, _ shape: borrowing Owned, _ body: (inout JSONCapture) -> Void) {
        buffer.append(#"{"$type":"#)
        writeTypeName(of: value)
        buffer.append(#","shape":["#)
        for index in 0..<shape.tupleCount {
            if index > 0 { buffer.append(",") }
            let length = shape.tupleItem(index)
            // Some libraries leave a length open.
            if length.isInteger { writeInteger(length.borrowed) } else { buffer.append("null") }
        }
        buffer.append("]")
        body(&self)
        buffer.append("}")
    }

    /// The shape, a tuple of not too many lengths.
    private func shape(of value: Borrowed) -> Owned? {
        guard let shape = value.quietAttribute(state.names.values.shape), shape.isTuple, shape.tupleCount <= 64 else { return nil }
        return shape
    }
}
