/// What came in one request, as it lies in the inbox's file: in one piece, which is read once more from the first byte to the
/// last, and not in the many pieces that the request's task has made.
package struct InboxEntry: Sendable {
    package let number: Int64
    let amount: InboxAmount
    let content: [UInt8]
}
