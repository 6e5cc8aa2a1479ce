import CPython

/// A package of an API client that is made by the generator that makes `openai`: all of them have the
/// same base client and the same streams, under the same names.
struct ClientPackage {
    /// The name that it is imported by, and the scope of its spans.
    let name: StaticString
    /// The name of its spans.
    let span: StaticString
    /// The modules of its base client, of its clients and of its streams.
    let baseModule: StaticString
    let clientModule: StaticString
    let streamModule: StaticString

    /// Those that are known. Another one is a line here, and a module in `python/martlet`.
    static var all: InlineArray<3, ClientPackage> {
        [
            ClientPackage(
                name: "openai", span: "openai.request", baseModule: "openai._base_client", clientModule: "openai._client", streamModule: "openai._streaming"),
            ClientPackage(
                name: "anthropic", span: "anthropic.request", baseModule: "anthropic._base_client", clientModule: "anthropic._client",
                streamModule: "anthropic._streaming"),
            ClientPackage(name: "groq", span: "groq.request", baseModule: "groq._base_client", clientModule: "groq._client", streamModule: "groq._streaming"),
        ]
    }

    /// The place in `all` of the package with this name; nil where it is not known.
    static func index(of name: Borrowed) -> Int? {
        let all = all
        for index in 0..<all.count where name.spells(all[index].name) { return index }
        return nil
    }

    /// The names of all, a tuple.
    static func names() throws(PythonError) -> Owned {
        let all = all
        let list = try Owned.list()
        for index in 0..<all.count { try list.append(Owned.text(all[index].name)) }
        // Safe: a list of strings; a new tuple or null.
        return try unsafe Owned(PySequence_Tuple(list.raw))
    }
}
