import API
import Hummingbird
import JSON
import Store
import TestSupport
import Testing

/// The OpenAPI document says what there is: no more and no less.
@Suite struct DocumentTests {
    /// What is for people, and not described.
    private static let pages = ["/", "/traces", "/charts", "/assets/", "/project/", "/login", "/logout"]

    private func isPage(_ path: String) -> Bool {
        Self.pages.contains { $0.hasSuffix("/") && $0 != "/" ? path.hasPrefix($0) : path == $0 } || path.hasPrefix("/traces/")
    }

    @Test func eachRouteIsDescribedAndTheOtherWayRound() async throws {
        let door = try await Door()
        let secret = try door.make(.full).secret
        let answer = try await door.send(.get, "/api/v1/openapi.json", [.authorization: "Bearer \(secret)"])
        let document = try answer.json()
        #expect(document["openapi"] == "3.1.0")
        var described: Set<String> = []
        for path in try #require(document["paths"]?.object).members {
            for method in try #require(path.value.object).members {
                described.insert("\(method.name.uppercased()) \(path.name)")
                #expect(method.value["responses"]?.object?.isEmpty == false)
            }
        }
        #expect(described.count > 15)
        let router = MartletRouter.make(
            store: door.store, intake: door.store, queries: UserQueries(store: door.store), archive: door.store, journal: door.store,
            maintenance: door.store)
        var found: Set<String> = []
        for route in router.routes {
            let path = "\(route.path)".replacing(":id", with: "{id}")
            let name = "\(route.method) \(path)"
            guard !isPage(path), route.method != .head else { continue }
            let asked = try await door.send(route.method, path.replacing("{id}", with: "0123456789abcdef"), [.authorization: "Bearer \(secret)"])
            // The router has other methods too, in order to say that they are not possible.
            if asked.status != 405 { found.insert(name) }
        }
        #expect(found == described)
    }

    @Test func referencesLeadSomewhere() async throws {
        let door = try await Door()
        let secret = try door.make(.read).secret
        let document = try await door.send(.get, "/api/v1/openapi.json", [.authorization: "Bearer \(secret)"]).json()
        func follow(_ value: JSONValue) -> [String] {
            switch value {
            case .array(let elements): elements.flatMap(follow)
            case .object(let object):
                object.members.flatMap { $0.name == "$ref" ? [$0.value.string ?? ""] : follow($0.value) }
            default: []
            }
        }
        let references = Set(follow(document))
        #expect(references.count > 10)
        for reference in references {
            var place: JSONValue? = document
            for name in reference.split(separator: "/").dropFirst() { place = place?[String(name)] }
            #expect(place != nil, "\(reference)")
        }
    }
}
