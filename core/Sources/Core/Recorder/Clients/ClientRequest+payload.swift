import CPython

extension ClientRequest {
    /// What is sent: parameters of the address, the body, files by name and size.
    func writePayload(of options: Borrowed, to json: inout JSONCapture, _ names: RecorderNames) {
        if let parameters = options.quietAttribute(names.params), parameters.isDictionary,
            // Safe: it is a dictionary.
            unsafe PyDict_Size(parameters.raw) > 0
        {
            json.writeMember("query") { json in json.write(parameters.borrowed) }
        }
        if let content = options.quietAttribute(names.rawContent), content.isBytes || content.isText {
            json.writeMember("body") { json in json.write(content.borrowed) }
        } else {
            writeBody(of: options, to: &json, names)
        }
        if let files = options.quietAttribute(names.files) { writeFiles(files.borrowed, to: &json) }
    }

    /// Of the body only what is asked for, which says nothing of what was said.
    func writeModel(of options: Borrowed, to json: inout JSONCapture, _ names: RecorderNames) {
        guard let body = options.quietAttribute(names.jsonData), body.isDictionary,
            // Safe: borrowed from the dictionary, and given a count at once.
            let found = unsafe PyDict_GetItemWithError(body.raw, names.model.raw)
        else { return PythonError.dismiss() }
        let model = unsafe Borrowed(found).retained()
        guard model.isText else { return }
        json.writeMember("body") { json in
            json.beginObject()
            json.writeMember("model") { json in json.writeText(model.borrowed) }
            json.endObject()
        }
    }

    /// The body, and what the program asked to add to it, which wins where both have a key, as the
    /// client itself does it.
    private func writeBody(of options: Borrowed, to json: inout JSONCapture, _ names: RecorderNames) {
        let body = options.quietAttribute(names.jsonData)
        let extra = options.quietAttribute(names.extraJSON)
        json.writeMember("body") { json in
            guard let extra = extra.borrowed, extra.isDictionary else { return json.write(body.borrowed ?? .none) }
            if let body = body.borrowed, body.isDictionary, let merged = merge(body, extra) {
                json.write(merged.borrowed)
            } else {
                json.write(extra)
            }
        }
    }

    private func merge(_ body: Borrowed, _ extra: Borrowed) -> Owned? {
        // Safe: both are dictionaries; a new one, or null.
        guard let copy = unsafe PyDict_Copy(body.raw) else {
            PythonError.clear()
            return nil
        }
        let merged = unsafe Owned(stealing: copy)
        if unsafe PyDict_Update(merged.raw, extra.raw) != 0 { PythonError.dismiss() }
        return merged
    }

    /// `options.files`: pairs of a field and a file, or a dictionary of them.
    private func writeFiles(_ files: Borrowed, to json: inout JSONCapture) {
        guard files.isList || files.isTuple || files.isDictionary else { return }
        // Safe: one of the three; a new list of pairs, or null.
        let pairs = unsafe files.isDictionary ? PyDict_Items(files.raw) : PySequence_List(files.raw)
        guard let raw = unsafe pairs else { return PythonError.dismiss() }
        let list = unsafe Owned(stealing: raw)
        guard list.listCount > 0 else { return }
        json.writeMember("files") { json in
            json.buffer.append("[")
            for index in 0..<list.listCount {
                let pair = list.listItem(index)
                guard pair.isTuple, pair.tupleCount == 2 else { continue }
                if index > 0 { json.buffer.append(",") }
                writeFile(pair.tupleItem(0), pair.tupleItem(1), to: &json)
            }
            json.buffer.append("]")
        }
    }

    /// A file: its content, or `(name, content, media type, …)`.
    private func writeFile(_ field: consuming Owned, _ file: consuming Owned, to json: inout JSONCapture) {
        let isTuple = file.isTuple && file.tupleCount >= 2
        let content = isTuple ? file.tupleItem(1) : file.retained()
        json.beginObject()
        json.writeMember("field") { json in json.write(field.borrowed) }
        if isTuple {
            let name = file.tupleItem(0)
            json.writeMember("name") { json in json.write(name.borrowed) }
            if file.tupleCount >= 3 {
                let type = file.tupleItem(2)
                json.writeMember("type") { json in json.write(type.borrowed) }
            }
        }
        if content.isBytes {
            // Safe: it is a bytes object.
            json.writeMember("size") { json in
                unsafe json.buffer.append(decimal: Int64(martlet_bytes_count(content.raw)))
            }
        } else if content.isText {
            json.writeMember("size") { json in
                json.buffer.append(decimal: Int64(content.withUTF8 { $0.count }))
            }
        } else {
            json.writeMember("content") { json in
                json.buffer.append(#"{"$type":"#)
                json.writeTypeName(of: content.borrowed)
                json.buffer.append("}")
            }
        }
        json.endObject()
    }

    /// How many bytes are sent, where the body is not recorded as it is.
    func writeSize(of built: Borrowed?, to json: inout JSONCapture, _ names: RecorderNames) {
        guard let built, let length = ClientHeaders(of: built, names)?.value("content-length"),
            let files = options?.quietAttribute(names.files), files.isList || files.isTuple || files.isDictionary
        else { return }
        let isNumber = length.withUTF8 { text in
            guard text.count > 0, text.count < 19 else { return false }
            for index in 0..<text.count {
                // Safe: the index is below the count.
                let byte = unsafe text[index]
                if byte < UInt8(ascii: "0") || byte > UInt8(ascii: "9") { return false }
            }
            return true
        }
        guard isNumber else { return }
        json.writeMember("size") { json in length.withUTF8 { json.buffer.append($0) } }
    }
}
