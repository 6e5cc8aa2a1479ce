import API
import Access
import Glibc
import Hummingbird
import HummingbirdCore
import Ingest
import Launch
import Logging
import NIOCore
import ServiceLifecycle
import Store

/// A server: it owns a state directory while it runs.
struct Server {
    let address: ListenAddress
    let port: Int
    let home: StateDirectory
    let asksForKeys: Bool
    /// Names beside its own under which it may be addressed.
    let allowedHosts: [String]
    /// Traces that began longer ago are removed; `nil` for none.
    let keepDays: Double?
    /// The oldest traces are removed while the database is larger; `nil` for no limit.
    let keepBytes: Int?
    /// How long a client may keep us waiting.
    let clientTimeout: TimeAmount
    let logLevel: Logger.Level
    let logFormat: LineLogHandler.Format

    /// Runs until SIGTERM or SIGINT.
    func run() async throws {
        // A reader that goes away is no reason to end.
        signal(SIGPIPE, SIG_IGN)
        try home.create()
        let keys = try asksForKeys ? keyRing() : nil
        var logger = Logger(label: "martlet") { _ in LineLogHandler(format: logFormat) }
        logger.logLevel = logLevel
        let lock = try await ServerLock.waiting(home, as: .server) { logger.notice("waiting: \($0)") }
        let store = try await LocalStore.open(home.database, isGuest: false) { [logger] event in logger.log(event) }
        for file in store.setAside {
            logger.warning("received spans of another database were beside this one, and were set aside", metadata: ["file": "\(file)"])
        }
        let follower = FollowerService(
            follower: JournalFollower(directory: home.journal, store: store) { [logger] event in
                logger.warning("\(event)")
            })
        let retention = RetentionService(store: store, days: keepDays, bytes: keepBytes, logger: logger)
        let answers = AnswerGate()
        let application = Application(
            router: MartletRouter.make(store: store, intake: store, hosts: hosts, keys: keys,
                queries: UserQueries(store: store), archive: store, journal: store,
                maintenance: store, answers: answers),
            server: .http1(
                configuration: HTTP1Channel.Configuration(
                    additionalChannelHandlers: [
                        WaitingBytesHandler(gate: answers), SlowClientHandler(limits: clientLimits),
                        HeaderLimitHandler(), ContinueHandler(),
                    ],
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 64 << 10,
                        maxHeaderFieldCount: 100))),
            configuration: ApplicationConfiguration(
                address: .hostname(address.text, port: port), serverName: nil,
                availableConnectionsDelegate: MaximumAvailableConnections(Self.connectionLimit)),
            services: [follower, retention], onServerRunning: announce, logger: logger)
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
        try await store.finish()
        _ = consume lock
    }

    private var clientLimits: SlowClientHandler.Limits {
        .init(head: clientTimeout, body: clientTimeout, answer: clientTimeout)
    }

    /// Each takes a descriptor; a system gives a process 1,024 of them.
    private static let connectionLimit = 512

    private var hosts: HostNames {
        let own = HostNames.loopback.adding([address.text] + allowedHosts)
        guard !address.isLoopback else { return own }
        return own.adding([Self.machineName], takesAddresses: true)
    }

    private static var machineName: String {
        var name = [CChar](repeating: 0, count: 256)
        // Safe: the last byte stays zero, so that there is an end.
        guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
        return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private func keyRing() throws -> KeyRing {
        let keys = try KeyRing(KeyFile(path: home.keys))
        guard !keys.keys.isEmpty else {
            throw ServeError(
                """
                cannot listen on \(address.text) without a key, since everybody who reaches it \
                could read the recordings: make one with "martlet key create"
                """)
        }
        return keys
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
