import Journal

/// The names that the recorder uses, interned in the journal once.
struct PayloadKeys: Sendable {
    let attributes: NameID
    let request: NameID
    let responseHead: NameID
    let responseBody: NameID
    let responsePart: NameID
    let chunk: NameID
    let error: NameID
    let arguments: NameID
    let result: NameID
    let item: NameID

    init(_ writer: JournalWriter) {
        attributes = writer.intern("attributes")
        request = writer.intern("request")
        responseHead = writer.intern("response.head")
        responseBody = writer.intern("response.body")
        responsePart = writer.intern("response.part")
        chunk = writer.intern("chunk")
        error = writer.intern("error")
        arguments = writer.intern("arguments")
        result = writer.intern("result")
        item = writer.intern("item")
    }
}
