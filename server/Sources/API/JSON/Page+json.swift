import JSON
import Store

extension Page {
    /// A list as the API shows it.
    ///
    /// - Parameters:
    ///   - name: of the member with the elements.
    ///   - filter: what was asked for; only where that is words, there may be more than can be found.
    func json(named name: String, filter: ListFilter, element: (Element) -> JSONObject) -> JSONValue {
        var object = JSONObject([
            (name, .array(elements.map { .object(element($0)) })), ("next_cursor", .optional(nextCursor)),
        ])
        if filter.text != nil { object.set("is_complete", .bool(isComplete)) }
        return .object(object)
    }
}
