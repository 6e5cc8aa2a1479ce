import HTTPClient
import Ingest
import JSON
import Shipping
import Store

/// A server elsewhere, to which a journal is sent.
actor RemoteServer: JournalDestination {
    private let client: HTTPClient
    private let key: String?
    private let journal: String
    private var lastSending: ContinuousClock.Instant?
    /// The last request was not refused: there was nobody, or somebody who could not take it then.
    private(set) var isAway = false

    /// Small portions wait for each other: each takes a connection.
    private static let interval = Duration.milliseconds(200)

    /// - Parameters:
    ///   - key: a secret that may write; `nil` for a server that asks for none.
    ///   - journal: the directory that is sent.
    init(client: HTTPClient, key: String?, journal: String) {
        self.client = client
        self.key = key
        self.journal = journal
    }

    func segments() async throws(StoreError) -> [SegmentProgress] {
        let processes: JSONValue = .array(JournalFollower.processes(in: journal).map { .string($0.hex) })
        let answer = try await post("/api/v1/journal/positions", ["processes": processes])
        guard let elements = answer["segments"]?.array else { throw unreachable("it answers something else") }
        var segments: [SegmentProgress] = []
        for (number, element) in elements.enumerated() {
            do throws(WireError) {
                segments.append(try SegmentProgress(wire: element, place: "segments[\(number)]"))
            } catch {
                throw unreachable("\(error)")
            }
        }
        return segments
    }

    func apply(_ batches: [Batch]) async throws(StoreError) {
        let clock = ContinuousClock()
        if let lastSending { try? await clock.sleep(until: lastSending + Self.interval) }
        lastSending = clock.now
        _ = try await post("/api/v1/journal", ["batches": .array(batches.map(\.wire))])
    }

    func workWhileIdle() async throws(StoreError) -> Bool { false }

    private func post(_ path: String, _ value: JSONValue) async throws(StoreError) -> JSONValue {
        guard let body = Gzip.pack(Array(value.json.utf8)) else { throw unreachable("there is no memory") }
        var headers = [("Content-Type", "application/json"), ("Content-Encoding", "gzip")]
        if let key { headers.append(("Authorization", "Bearer \(key)")) }
        let answer: HTTPClient.Answer
        isAway = false
        do throws(HTTPClientError) {
            answer = try await client.post(path, headers: headers, body: body)
        } catch {
            if case .away = error { isAway = true }
            throw unreachable("\(error)")
        }
        isAway = answer.status == 429 || answer.status >= 500
        let content = JSONValue(salvaging: answer.body)
        guard answer.status == 200, let content else {
            if answer.status == 401, key == nil {
                throw unreachable("it asks for a key: set MARTLET_KEY, or name a file that has it with --key-file")
            }
            if answer.status == 429 || answer.status == 503, let seconds = answer.retryAfter {
                try? await Task.sleep(for: .seconds(min(seconds, 60)))
            }
            throw unreachable("it answered \(answer.status): \(content?["error"]?["message"]?.string ?? "")")
        }
        return content
    }

    private nonisolated func unreachable(_ reason: String) -> StoreError {
        .remote(server: "\(client.url)", reason: reason)
    }
}
