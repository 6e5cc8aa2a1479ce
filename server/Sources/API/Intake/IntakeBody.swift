import HTTPTypes
import Hummingbird
import OTLP

/// Reads the bodies of requests that bring something: bounded, and unpacked.
enum IntakeBody {
    /// Runs `use` with the body of a request, unpacked. It has room in `gate` for as long.
    ///
    /// - Parameter limit: the most bytes that it may have, packed and unpacked.
    static func with<Result>(
        _ request: Request, _ gate: IntakeGate, limit: Int, _ use: ([UInt8]) async throws -> Result
    ) async throws -> Result {
        try checkLength(request, limit: limit)
        return try await gate.admit { room in try await use(read(request, room: room, limit: limit)) }
    }

    private static func read(
        _ request: Request, room: borrowing IntakeGate.Room, limit: Int
    ) async throws -> [UInt8] {
        let header = request.headers[.contentEncoding]
        guard let coding = ContentCoding(contentEncoding: header) else {
            throw RequestError.unsupportedCoding(header ?? "")
        }
        let packed = try await request.body.bytes(upTo: limit, room: room)
        guard coding != .identity else { return packed }
        // What comes out is not known before; deflate packs to a thousandth at best.
        let bound = packed.count.multipliedReportingOverflow(by: 1_100)
        try room.grow(by: bound.overflow ? limit : min(limit, bound.partialValue))
        do throws(InflateError) {
            return try coding.decode(packed, limit: limit)
        } catch {
            switch error {
            case .tooLarge: throw RequestError.bodyTooLarge(limit: limit)
            case .outOfMemory: throw RequestError.busy
            case .invalid, .truncated: throw RequestError.badRequest("\(error)")
            }
        }
    }

    /// Refuses a body that is too long by what its header says, before any of it is read.
    private static func checkLength(_ request: Request, limit: Int) throws(RequestError) {
        guard let text = request.headers[.contentLength] else { return }
        guard let length = Int(text), length >= 0 else {
            throw .badRequest("the content length is not a number")
        }
        guard length <= limit else { throw .bodyTooLarge(limit: limit) }
    }
}

extension RequestBody {
    /// All of it, if it is no longer than that. Room is taken for what has come, not for what was
    /// announced: who announces much and sends it slowly takes it from nobody.
    func bytes(upTo limit: Int, room: borrowing IntakeGate.Room) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await part in self {
            guard part.readableBytes <= limit - bytes.count else { throw RequestError.bodyTooLarge(limit: limit) }
            try room.grow(by: part.readableBytes)
            bytes.append(contentsOf: part.readableBytesView)
        }
        return bytes
    }

    /// All of it, if it is no longer than that.
    func bytes(upTo limit: Int) async throws -> [UInt8] {
        do {
            return Array(buffer: try await collect(upTo: limit))
        } catch let error as any HTTPResponseError where error.status == .contentTooLarge {
            throw RequestError.bodyTooLarge(limit: limit)
        }
    }
}
