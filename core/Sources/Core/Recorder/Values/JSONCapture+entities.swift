import CPython

// Objects that stand for a row of a database. To read an attribute of one, or to ask for its `repr`, may query the database,
// or write to it what the program has changed.
extension JSONCapture {
    /// The fields that the object has in memory; its type alone where there are none, and within another such object: what is
    /// loaded may be a whole graph.
    mutating func writeEntity(_ value: Borrowed) {
        guard !isInEntity, let fields = value.quietGenericAttribute(state.names.dict), fields.isDictionary else {
            return writeTypeAlone(value)
        }
        isInEntity = true
        defer { isInEntity = false }
        let declared = value.type.lookup(state.names.values.dataclassFields)
        nest(value) { (capture, _) in
            var position = 0
            var count = 0
            var key: RawObject?
            var content: RawObject?
            // Safe: the dictionary is kept, and both references get counts of their own at once.
            while unsafe PyDict_Next(fields.raw, &position, &key, &content) != 0 {
                let key = Borrowed(argument: key).retained()
                let content = Borrowed(argument: content).retained()
                guard key.isText, !Self.isPrivate(key), capture.isShown(key.borrow(), among: declared.borrow()) else { continue }
                if count == 0 { capture.beginObject() }
                guard capture.writeMember(key.borrow(), content.borrow(), count) else { break }
                count &+= 1
            }
            if count > 0 { capture.endObject() } else { capture.writeTypeAlone(value) }
        }
    }

    /// What begins with `_` is the mapper's own.
    private static func isPrivate(_ key: borrowing Owned) -> Bool {
        // Safe: the first byte is looked at where there is one.
        key.withUTF8 { text in text.count > 0 && (unsafe text[0]) == UInt8(ascii: "_") }
    }

    /// Whether a field of a class that is a dataclass too is in its `repr`.
    private func isShown(_ name: Borrowed, among fields: Borrowed?) -> Bool {
        guard let fields, fields.isDictionary, let field = quietItem(name, of: fields) else { return true }
        return isShown(field.borrow())
    }

    private func quietItem(_ name: Borrowed, of dictionary: Borrowed) -> Owned? {
        do throws(PythonError) { return try dictionary.dictionaryItem(name) } catch {
            PythonError.dismissFromValue()
            return nil
        }
    }
}

extension Reference where Self: ~Copyable, Self: ~Escapable {
    /// The value of a declared field, as the object keeps it: a descriptor of the class's own, which may compute or load
    /// it, is not asked.
    func storedField(_ name: borrowing Owned, _ state: StateReference) -> Owned? {
        // Safe: looks at the type of what the class has.
        guard let shared = type.lookup(name), unsafe martlet_computes(shared.raw) != 0 else { return quietGenericAttribute(name) }
        guard let fields = quietGenericAttribute(state.names.dict), fields.isDictionary else { return nil }
        do throws(PythonError) { return try fields.dictionaryItem(name) } catch {
            PythonError.dismissFromValue()
            return nil
        }
    }
}
