import Dispatch
import Glibc
import HTTPClient
import Ingest
import Launch
import Logging
import Store

/// Sends a journal until it is told to end.
struct Shipment {
    let server: RemoteServer
    let home: StateDirectory
    let url: ServerURL
    let logger: Logger

    /// Runs until SIGTERM or SIGINT, or until all that is there is sent.
    func run(once: Bool) async throws {
        signal(SIGPIPE, SIG_IGN)
        // A server that followed the same journal would take the records away.
        let lock = try await ServerLock.waiting(home, as: .shipment) { logger.notice("waiting: \($0)") }
        // What is wrong with the address or the key is said at once. A server that is not there yet may be there soon.
        do {
            _ = try await server.segments()
        } catch {
            guard !once, await server.isAway else { throw error }
            logger.warning("\(error); trying again")
        }
        let follower = JournalFollower(
            directory: home.journal, destination: server, limits: (records: 8_192, bytes: 4 << 20)
        ) { [logger] event in logger.warning("\(event)") }
        if once {
            while try await follower.pass() {}
        } else {
            StandardStream.output.write(line: "martlet is sending \(home.journal) to \(url)")
            let task = Task { await follower.run() }
            let sources = [SIGTERM, SIGINT].map { number in
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
                source.setEventHandler { task.cancel() }
                source.resume()
                return source
            }
            await task.value
            withExtendedLifetime(sources) {}
        }
        _ = consume lock
    }
}
