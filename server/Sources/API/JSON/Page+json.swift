import JSON
import Store

extension Page {
    /// A list as the API shows it.
    ///
    /// - Parameter name: of the member with the elements.
    func json(named name: String, element: (Element) -> JSONObject) -> JSONValue {
        .object(
            JSONObject([
                (name, .array(elements.map { .object(element($0)) })), ("next_cursor", .optional(nextCursor)),
                ("is_complete", .bool(isComplete)),
            ]))
    }
}
