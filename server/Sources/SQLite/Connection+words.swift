import CSQLite

extension Connection {
    /// Has full-text tables that name `unicode61` use ``WordTokenizer`` on this connection.
    func useWordTokenizer() throws(SQLiteError) {
        let api = try fullTextInterface()
        var builtIn = BuiltInTokenizer()
        guard api.pointee.xFindTokenizer(api, Self.tokenizerName, &builtIn.context, &builtIn.functions) == SQLITE_OK else {
            throw SQLiteError(code: SQLITE_ERROR, message: "this SQLite has no tokenizer \(Self.tokenizerName)")
        }
        // Safe: SQLite gives it back to be freed when the connection is closed.
        let context = UnsafeMutablePointer<BuiltInTokenizer>.allocate(capacity: 1)
        context.initialize(to: builtIn)
        var functions = Self.tokenizerFunctions
        let code = api.pointee.xCreateTokenizer(api, Self.tokenizerName, context, &functions) { context in
            context?.assumingMemoryBound(to: BuiltInTokenizer.self).deallocate()
        }
        guard code == SQLITE_OK else { throw SQLiteError(code: code, message: "there is no memory for a tokenizer") }
    }

    private static let tokenizerName = "unicode61"

    /// As SQLite's documentation says that it is found.
    private func fullTextInterface() throws(SQLiteError) -> UnsafeMutablePointer<fts5_api> {
        let statement = try Statement("SELECT fts5(?1)", on: self)
        var api: UnsafeMutablePointer<fts5_api>?
        // Safe: it is written while the statement runs, and no later.
        try withUnsafeMutablePointer(to: &api) { api throws(SQLiteError) in try statement.run(pointer: api, type: "fts5_api_ptr") }
        guard let api else { throw SQLiteError(code: SQLITE_ERROR, message: "this SQLite has no full-text search") }
        return api
    }

    private static var tokenizerFunctions: fts5_tokenizer {
        fts5_tokenizer(
            xCreate: { context, arguments, count, made in
                guard let context = context?.assumingMemoryBound(to: BuiltInTokenizer.self) else { return SQLITE_ERROR }
                return Connection.makeTokenizer(context.pointee, arguments, count, made)
            },
            xDelete: { tokenizer in
                // Safe: retained below, and deleted once.
                if let tokenizer { Unmanaged<WordTokenizer>.fromOpaque(UnsafeRawPointer(tokenizer)).release() }
            },
            xTokenize: { tokenizer, context, flags, text, count, take in
                guard let tokenizer, let text, let take else { return SQLITE_OK }
                // Safe: it is deleted later; and the text has so many bytes.
                return Unmanaged<WordTokenizer>.fromOpaque(UnsafeRawPointer(tokenizer))._withUnsafeGuaranteedRef { tokenizer in
                    text.withMemoryRebound(to: UInt8.self, capacity: Int(count)) { text in
                        tokenizer.tokenize(text, Int(count), flags: flags, context, take)
                    }
                }
            })
    }

    private static func makeTokenizer(
        _ builtIn: BuiltInTokenizer, _ arguments: UnsafeMutablePointer<UnsafePointer<CChar>?>?, _ count: Int32,
        _ made: UnsafeMutablePointer<OpaquePointer?>?
    ) -> Int32 {
        var instance: OpaquePointer?
        let code = builtIn.functions.xCreate(builtIn.context, arguments, count, &instance)
        guard code == SQLITE_OK, let instance else { return code }
        // Names and values in turn. Others say which characters are in words.
        let isPlain = stride(from: 0, to: Int(count), by: 2).allSatisfy { place in
            arguments?[place].map { sqlite3_stricmp($0, "remove_diacritics") == 0 } ?? false
        }
        let tokenizer = WordTokenizer(builtIn.functions, instance: instance, isPlain: isPlain)
        made?.pointee = OpaquePointer(Unmanaged.passRetained(tokenizer).toOpaque())
        return SQLITE_OK
    }
}

/// The tokenizer that SQLite has under a name.
private struct BuiltInTokenizer {
    var functions = fts5_tokenizer()
    var context: UnsafeMutableRawPointer?
}
