import CPython

// Lists, dictionaries and what is like them.
extension JSONCapture {
    mutating func writeList(_ list: Borrowed) {
        buffer.append("[")
        var index = 0
        // The length is asked each time: writing an item can run code that changes the list.
        while index < list.listCount, separateItem(index) {
            let item = list.listItem(index)
            write(item.borrow())
            index &+= 1
        }
        buffer.append("]")
    }

    /// A tuple; one with names for its items as an object.
    mutating func writeTuple(_ tuple: Borrowed) {
        // Safe, as below: reads the type; a tuple does not change, and keeps its items alive.
        if unsafe martlet_is_exact_tuple(tuple.raw) == 0, let names = tuple.type.lookup(state.names.values.namedTupleFields),
            names.isTuple, names.tupleCount == tuple.tupleCount
        {
            return writeNamedTuple(tuple, names.borrow())
        }
        buffer.append("[")
        for index in 0..<tuple.tupleCount {
            guard separateItem(index) else { break }
            unsafe write(Borrowed(martlet_tuple_item(tuple.raw, index)))
        }
        buffer.append("]")
    }

    private mutating func writeNamedTuple(_ tuple: Borrowed, _ names: Borrowed) {
        beginObject()
        for index in 0..<tuple.tupleCount {
            let item = tuple.tupleItem(index)
            guard writeMember(names.tupleItem(index).borrowed, item.borrow(), index) else { break }
        }
        endObject()
    }

    mutating func writeDictionary(_ dictionary: Borrowed) {
        buffer.append("{")
        var position = 0
        var index = 0
        var key: RawObject?
        var value: RawObject?
        // Safe: both references are borrowed from the dictionary and get counts of their own before
        // anything else runs; a dictionary that changes meanwhile ends the walk or shifts it.
        while unsafe PyDict_Next(dictionary.raw, &position, &key, &value) != 0 {
            guard let rawKey = unsafe key, let rawValue = unsafe value else { break }
            let key = unsafe Borrowed(rawKey).retained()
            let value = unsafe Borrowed(rawValue).retained()
            guard writeMember(key.borrow(), value.borrow(), index) else { break }
            index &+= 1
        }
        buffer.append("}")
    }

    /// What an iterator gives, as a list. One that raises ends it.
    mutating func writeIteration(_ iterator: consuming Owned?) {
        buffer.append("[")
        var index = 0
        if let iterator {
            // Safe: an iterator; a new reference, or null at its end or with an exception set.
            while let item = unsafe PyIter_Next(iterator.raw) {
                let item = unsafe Owned(stealing: item)
                guard separateItem(index) else { break }
                write(item.borrow())
                index &+= 1
            }
            PythonError.dismissFromValue()
        }
        buffer.append("]")
    }

    /// The pairs that `items()` of a mapping gives, as an object.
    mutating func writePairs(_ mapping: Borrowed) {
        beginObject()
        do throws(PythonError) {
            let items = try mapping.callMethod(state.names.values.items)
            // Safe, as below: a new reference or null.
            let iterator = try unsafe Owned(PyObject_GetIter(items.raw))
            var index = 0
            while let raw = unsafe PyIter_Next(iterator.raw) {
                let pair = unsafe Owned(stealing: raw)
                guard pair.isTuple, pair.tupleCount == 2 else { break }
                let key = pair.tupleItem(0), value = pair.tupleItem(1)
                guard writeMember(key.borrow(), value.borrow(), index) else { break }
                index &+= 1
            }
            PythonError.dismissFromValue()
        } catch {
            PythonError.dismissFromValue()
        }
        endObject()
    }

    /// Writes a comma before every item but the first. Where there is no room for the item it says so, and
    /// the list is at its end.
    mutating func separateItem(_ index: Int) -> Bool {
        if index > 0 { buffer.append(",") }
        if index >= limits.items {
            writeCut("items")
            return false
        }
        if remaining <= 0 {
            writeCut("size")
            return false
        }
        return true
    }

    /// One member of an object, behind `index` others; its value is masked if the key says so. Where there is
    /// no room for it, it says so, and the object is at its end.
    mutating func writeMember(_ key: Borrowed, _ value: Borrowed, _ index: Int) -> Bool {
        if index > 0 { buffer.append(",") }
        if index >= limits.items || remaining <= 0 {
            noteCut()
            buffer.append(index >= limits.items ? #""$cut":"items""# : #""$cut":"size""#)
            return false
        }
        let isSecret = writeKey(key)
        buffer.append(":")
        if isSecret, !value.isNone { buffer.append(#""***""#) } else { write(value) }
        return true
    }

    /// Writes a key; whether what stands under it is a secret.
    mutating func writeKey(_ key: Borrowed) -> Bool {
        if key.isText {
            writeText(key)
            return key.withUTF8 { bytes in unsafe SecretKeys.contains(bytes) || state.masksKey(bytes) }
        }
        // JSON's keys are texts: others are written as `json.dumps` does, and as `str` has them.
        if key.isNone || key.isInteger || key.isFloat {
            buffer.append("\"")
            if key.isFloat { writeKey(float: key) } else { write(key) }
            buffer.append("\"")
        } else if let text = key.optionalText() {
            writeText(text.borrow())
        } else {
            buffer.append(#""?""#)
        }
        return false
    }
}
