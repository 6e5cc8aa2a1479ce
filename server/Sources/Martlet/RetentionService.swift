import API
import Logging
import ServiceLifecycle
import Store

/// Removes what is too old or too much, for as long as the server runs.
struct RetentionService: Service {
    let store: SQLiteStore
    let days: Double?
    let bytes: Int?
    let logger: Logger

    private static let interval = Duration.seconds(60)
    /// Between two steps, so that what arrives is stored meanwhile.
    private static let pause = Duration.milliseconds(10)

    func run() async throws {
        guard days != nil || bytes != nil else {
            // A service that returned would end the others.
            try? await gracefulShutdown()
            return
        }
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    let since = days.map { Clock.now() - Int64($0 * 86_400e9) }
                    while !Task.isCancelled, try await store.retain(Retention(since: since, bytes: bytes)) {
                        try? await Task.sleep(for: Self.pause)
                    }
                } catch {
                    logger.error("what is too old or too much could not be removed: \(error)")
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
    }
}
