import API
import Access
import CZlib
import HTTPTypes
import JSON
import Store
import TestSupport
import Testing

/// Damaged requests of every kind: each gets an answer that says what is wrong, and the server is
/// well afterwards. The same seeds give the same requests; it ends after some seconds.
@Suite struct FuzzTests {
    private static let rounds = 1_500
    private static let golden = file("request.binpb")
    private static let logs = file("openai-v2-logs.binpb")
    private static let jsonLogs = file("openai-v2-logs.json")
    private static let json = Array(
        #"{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"svc"}}]},"scopeSpans":[{"spans":[{"traceId":"0102030405060708090a0b0c0d0e0f10","spanId":"0000000000000001","name":"n","kind":3,"startTimeUnixNano":"10","endTimeUnixNano":"30","attributes":[{"key":"i","value":{"intValue":"1"}},{"key":"a","value":{"arrayValue":{"values":[{"doubleValue":1.5}]}}}],"events":[{"timeUnixNano":"12","name":"e"}],"status":{"code":2}}]}]}]}"#
            .utf8)
    private static let scores = Array(
        #"[{"id":"a","name":"n","value":1.5,"traceId":"0102030405060708090a0b0c0d0e0f10","dataType":"NUMERIC","timestamp":"2026-01-01T00:00:00Z"}]"#.utf8)
    private static let batch = Array(
        #"{"batch":[{"id":"1","type":"score-create","timestamp":"2026-01-01T00:00:00Z","body":{"name":"n","value":true,"traceId":"0102030405060708090a0b0c0d0e0f10"}}],"metadata":{}}"#.utf8)
    private static let score = Array(#"{"name":"n","value":"x","session":"s","metadata":{"a":[1]}}"#.utf8)
    private static let query = Array(#"{"query":"SELECT name, count(*) FROM spans WHERE status = 'ok' GROUP BY 1","limit":5,"timeout_ms":50}"#.utf8)

    private static func file(_ name: String) -> [UInt8] {
        FileBytes.read(String(#filePath.dropLast("APITests/FuzzTests.swift".count)) + "OTLPTests/Golden/\(name)")
    }

    private struct Target {
        var path: String
        var type: String
        var body: [UInt8]
    }

    private static let targets = [
        Target(path: "/v1/traces", type: "application/x-protobuf", body: golden),
        Target(path: "/v1/traces", type: "application/json", body: json),
        Target(path: "/api/public/otel/v1/traces", type: "application/x-protobuf", body: golden),
        Target(path: "/v1/logs", type: "application/x-protobuf", body: logs),
        Target(path: "/v1/logs", type: "application/json", body: jsonLogs),
        Target(path: "/v1/metrics", type: "application/x-protobuf", body: logs),
        Target(path: "/api/public/scores", type: "application/json", body: scores),
        Target(path: "/api/public/ingestion", type: "application/json", body: batch),
        Target(path: "/api/v1/scores", type: "application/json", body: score),
        Target(path: "/api/v1/sql", type: "application/json", body: query),
    ]

    @Test func bodies() async throws {
        #expect(Self.golden.count > 100 && Self.logs.count > 100 && Self.jsonLogs.count > 100)
        let door = try await Door()
        let secret = try door.make(.full).secret
        var random = SplitMix(state: 20_261_121)
        var counts: [Int: Int] = [:]
        for round in 0..<Self.rounds {
            let target = Self.targets[round % Self.targets.count]
            var fields: HTTPFields = [.authorization: "Bearer \(secret)", .contentType: target.type]
            var body = mutated(target.body, &random)
            switch UInt8.random(in: 0..<6, using: &random) {
            case 0:
                fields[.contentEncoding] = "gzip"
                body = mutated(pack(body), &random)
            case 1:
                fields[.contentEncoding] = "gzip"
                body = pack(body)
            case 2: fields[.contentEncoding] = "deflate"
            default: break
            }
            let answer = try await door.send(.post, target.path, fields, bytes: body)
            counts[answer.status, default: 0] += 1
            #expect(answer.status < 500, "round \(round): \(target.path) answered \(answer.status): \(answer.text.prefix(200))")
            if answer.status >= 400 {
                let isProtobuf = target.type == "application/x-protobuf"
                let json = isProtobuf ? nil : try answer.json()
                #expect(isProtobuf ? answer.body.count > 20 : (json?["error"]?["message"] ?? json?["message"])?.string?.isEmpty == false)
            }
        }
        #expect((counts[400] ?? 0) > 100 && (counts[200] ?? 0) > 50, "\(counts)")
        #expect(try await door.send(.get, "/api/v1/traces", [.authorization: "Bearer \(secret)"]).status == 200)
    }

    @Test func queries() async throws {
        let door = try await Door()
        let fields: HTTPFields = [.authorization: "Bearer \(try door.make(.read).secret)"]
        var random = SplitMix(state: 7)
        let paths = [
            "/api/v1/traces?limit=5&since=2026-01-01T00:00:00Z&status=error&model=gpt", "/api/v1/spans?cursor=0000000000000001-0000000000000002&until=5",
            "/api/v1/export?format=csv&limit=3", "/api/v1/traces/0102030405060708090a0b0c0d0e0f10", "/api/v1/spans/0000000000000001?trace_id=0102030405060708090a0b0c0d0e0f10",
            "/traces?model=a&status=ok&since=2026-01-01T00:00", "/api/v1/scores?trace_id=0102030405060708090a0b0c0d0e0f10", "/api/v1/stats",
        ]
        for round in 0..<Self.rounds {
            let bytes = mutated(Array(paths[round % paths.count].utf8), &random).map { max(0x21, $0 & 0x7F) == 0x7F ? 0x2B : max(0x21, $0 & 0x7F) }
            let path = "/" + String(decoding: bytes, as: UTF8.self).drop { $0 == "/" }
            let answer = try await door.send(.get, path, fields)
            #expect(answer.status < 500, "\(path) answered \(answer.status)")
        }
    }

    private func mutated(_ bytes: [UInt8], _ random: inout SplitMix) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 0...4, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch UInt8.random(in: 0..<7, using: &random) {
            case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: bytes[place] = [0, 0xFF, 0x7F, 0x80, UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "-")].randomElement(using: &random)!
            case 2: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...8, using: &random)))
            case 3: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 20)], at: place)
            case 4: bytes.removeSubrange(place...)
            case 5: bytes.insert(UInt8.random(in: .min ... .max, using: &random), at: place)
            default: bytes.insert(contentsOf: [UInt8](repeating: [UInt8(ascii: "["), 0x0A, UInt8(ascii: "9")].randomElement(using: &random)!, count: 300), at: place)
            }
        }
        return bytes
    }

    private func pack(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        guard deflateInit2_(&stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return [] }
        defer { deflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))))
        return input.withUnsafeMutableBufferPointer { input in
            let count = output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                _ = deflate(&stream, Z_FINISH)
                return output.count - Int(stream.avail_out)
            }
            return Array(output[..<count])
        }
    }
}
