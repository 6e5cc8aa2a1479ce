import API
import Glibc
import Hummingbird
import Ingest
import Interpretation
import Launch
import Logging
import NIOCore
import ServiceLifecycle
import Store

/// A server: it owns a state directory while it runs.
struct Server {
    let address: LoopbackAddress
    let port: Int
    let home: StateDirectory

    /// Runs until SIGTERM or SIGINT.
    func run() async throws {
        // A reader that goes away is no reason to end.
        signal(SIGPIPE, SIG_IGN)
        try home.create()
        let lock = try ServerLock(home)
        let store = try await SQLiteStore(
            path: home.database,
            interpreter: Interpreter(version: Interpretation.version) {
                Interpretation.interpret($0, payloads: $1)
            })
        var logger = Logger(label: "martlet") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .notice
        let follower = FollowerService(
            follower: JournalFollower(directory: home.journal, store: store) { [logger] event in
                logger.warning("\(event)")
            })
        let application = Application(
            router: MartletRouter.make(
                store: store, intake: store, hosts: .loopback.adding(address.text)),
            configuration: ApplicationConfiguration(
                address: .hostname(address.text, port: port), serverName: nil),
            services: [follower], onServerRunning: announce, logger: logger)
        var configuration = ServiceGroupConfiguration(
            services: [application], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        // A client that keeps its connection open does not keep the server.
        configuration.maximumGracefulShutdownDuration = .seconds(3)
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch let error as IOError {
            throw ServeError(
                """
                cannot listen on port \(port) of \(address.text): \
                \(error.errnoCode == EADDRINUSE ? "it is taken; name another with --port" : "\(error)")
                """)
        }
        _ = consume lock
    }

    /// Says where the server is, in one line that programs wait for.
    @Sendable private func announce(_ channel: any Channel) async {
        let port = channel.localAddress?.port ?? port
        StandardStream.output.write(
            line: "martlet is listening on http://\(address.urlHost):\(port)")
    }
}

/// Follows the journal for as long as the server runs.
private struct FollowerService: Service {
    let follower: JournalFollower

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await follower.run()
        }
    }
}
