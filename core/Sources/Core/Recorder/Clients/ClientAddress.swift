import CPython

/// Where a client sends its requests.
enum ClientAddress {
    /// The client's base URL, a string.
    static func base(of client: Borrowed, _ names: RecorderNames) -> Owned? {
        if hasOwnProperty(client, names), let url = client.quietAttribute(names.ownBaseURL), let text = text(of: url.borrow(), names) { return text }
        return client.quietAttribute(names.baseURL)?.optionalText()
    }

    /// Whether the client's `base_url` is the package's own property, which gives `_base_url`: a program may
    /// have put something of its own there.
    private static func hasOwnProperty(_ client: Borrowed, _ names: RecorderNames) -> Bool {
        guard let property = client.type.lookup(names.baseURL), property.isReally(.property),
            let getter = property.quietAttribute(names.getter), getter.isExactFunction
        else { return false }
        let module = getter.functionModule
        guard module.isText else { return false }
        let all = ClientPackage.all
        for index in 0..<all.count where module.spells(all[index].baseModule) || module.spells(all[index].clientModule) {
            return true
        }
        return false
    }

    /// The text of a URL object of `httpx`, put together from its parts: asking it for the text would run
    /// Python code, and with it the program's signal handlers, inside the recorder.
    private static func text(of url: Borrowed, _ names: RecorderNames) -> Owned? {
        // (scheme, userinfo, host, port, path, query, fragment)
        guard let parts = url.quietAttribute(names.urlParts), parts.isTuple, parts.tupleCount == 7,
            parts.tupleItem(0).isText, parts.tupleItem(2).isText, parts.tupleItem(4).isText
        else { return nil }
        let scheme = parts.tupleItem(0), host = parts.tupleItem(2), port = parts.tupleItem(3), path = parts.tupleItem(4)
        let isBracketed = host.withUTF8 { text in
            for index in 0..<text.count where unsafe text[index] == UInt8(ascii: ":") { return true }
            return false
        }
        do throws(PythonError) {
            let origin = try isBracketed
                ? Owned.format("%U://[%U]", .object(scheme), .object(host))
                : Owned.format("%U://%U", .object(scheme), .object(host))
            guard port.isInteger else { return try .format("%U%U", .object(origin), .object(path)) }
            return try .format("%U:%S%U", .object(origin), .object(port), .object(path))
        } catch {
            PythonError.dismiss()
            return nil
        }
    }
}
