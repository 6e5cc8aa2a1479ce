/// The rows of one table that a transaction works on, found by their number.
///
/// They lie in an array and stay where they are: a dictionary of them would move all of them whenever it
/// grows, and they are large.
struct RowSet<Element> {
    private(set) var elements: ContiguousArray<Element> = []
    private var places: [Int64: Int] = [:]

    /// Where in ``elements`` some of them are, in the order of a number: the elements are not copied.
    func places(inOrderOf number: (Element) -> Int64, where isWanted: (Element) -> Bool) -> [Int] {
        elements.indices.filter { isWanted(elements[$0]) }
            .sorted { number(elements[$0]) < number(elements[$1]) }
    }

    mutating func reserve(_ count: Int) {
        elements.reserveCapacity(count)
        places.reserveCapacity(count)
    }

    subscript(row: Int64) -> Element? { places[row].map { elements[$0] } }

    /// Whether there is an element of that row.
    func contains(_ row: Int64) -> Bool { places[row] != nil }

    /// What is asked of an element where it lies; `nil` if there is none in that row.
    func read<Result>(_ row: Int64, _ body: (borrowing Element) -> Result) -> Result? {
        guard let place = places[row] else { return nil }
        return body(elements[place])
    }

    /// Puts an element in, in place of the one of the same row.
    mutating func put(_ element: Element, at row: Int64) {
        if let place = places[row] {
            elements[place] = element
        } else {
            places[row] = elements.count
            elements.append(element)
        }
    }

    /// Changes an element where it lies; does nothing if there is none in that row.
    mutating func change(_ row: Int64, _ body: (inout Element) -> Void) {
        guard let place = places[row] else { return }
        body(&elements[place])
    }
}
