import Access
import Hummingbird
import Store
import Web

/// Everything that the server answers.
public enum MartletRouter {
    /// The context of a request; nothing of ours is kept in it.
    public typealias Context = BasicRequestContext

    /// - Parameters:
    ///   - store: where the answers come from.
    ///   - intake: where what other programs send is kept; without one, nothing is taken.
    ///   - hosts: the names under which the server may be addressed.
    ///   - keys: who may come in; without them, everybody.
    ///   - queries: what answers queries in SQL; without it, none are.
    ///   - archive: what gives single spans; without it, none are given and nothing is exported.
    ///   - journal: where the records of journals on other machines are kept; without it, none are.
    ///   - maintenance: what removes traces; without it, none are.
    ///   - metrics: what counts.
    ///   - answers: what bounds the bytes of long answers.
    public static func make(
        store: any Store, intake: (any Intake)? = nil, hosts: HostNames = .loopback,
        keys: KeyRing? = nil, queries: UserQueries? = nil,
        archive: (any SpanArchive)? = nil,
        journal: (any ShippedJournal)? = nil, maintenance: (any Maintenance)? = nil, metrics: ServerMetrics = ServerMetrics(),
        answers: AnswerGate = AnswerGate()
    ) -> Router<Context> {
        let router = Router(context: Context.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RequestCount(metrics: metrics))
        router.add(middleware: SecurityHeaders())
        router.add(middleware: ErrorResponses())
        router.add(middleware: AnswerLimit(gate: answers))
        router.add(middleware: HostCheck(hosts: hosts))
        router.add(middleware: OriginCheck(hosts: hosts))
        let visitors = keys.map { Visitors(keys: $0, session: Session()) }
        if let visitors {
            router.add(middleware: KeyCheck(visitors: visitors))
            LoginRoutes(visitors: visitors).add(to: router)
        }
        router.answer("/healthz") { _, _ in .json(["status": "ok"]) }
        let turnstile = Turnstile(width: 2)
        TraceRoutes(store: store, maintenance: maintenance, turnstile: turnstile).add(to: router)
        SpanRoutes(store: store, archive: archive, intake: intake, turnstile: turnstile).add(to: router)
        StatisticsRoutes(store: store).add(to: router)
        PageRoutes(
            store: store, intake: intake, maintenance: maintenance, visitors: visitors,
            turnstile: turnstile
        ).add(to: router)
        ChartRoutes(store: store, visitors: visitors).add(to: router)
        MetricsRoutes(metrics: metrics, store: store).add(to: router)
        DocumentRoutes().add(to: router)
        if let archive {
            ExportRoutes(store: store, archive: archive, answers: answers, turnstile: turnstile).add(to: router)
        }
        if let queries { QueryRoutes(queries: queries).add(to: router) }
        let gate = IntakeGate()
        if let journal { JournalRoutes(journal: journal, gate: gate).add(to: router) }
        if let intake {
            TraceIntakeRoutes(intake: intake, gate: gate, metrics: metrics).add(to: router)
            LogIntakeRoutes(intake: intake, gate: gate, metrics: metrics).add(to: router)
            MetricIntakeRoutes(gate: gate, metrics: metrics).add(to: router)
            LangfuseRoutes(intake: intake, gate: gate).add(to: router)
            ScoreRoutes(intake: intake, gate: gate, metrics: metrics).add(to: router)
        }
        return router
    }
}

extension Router<MartletRouter.Context> {
    /// Answers GET and HEAD, and says of other methods that they are not possible.
    func answer(
        _ path: RouterPath,
        _ body: @escaping @Sendable (Request, MartletRouter.Context) async throws -> Response
    ) {
        get(path, use: body)
        refuse(path, [.post, .put, .patch, .delete], allowed: "GET, HEAD")
    }

    /// Says of these methods, and of those that are possible nowhere, that they are not possible.
    func refuse(_ path: RouterPath, _ methods: [HTTPRequest.Method], allowed: String) {
        for method in methods + [.options, .trace, .connect] {
            on(path, method: method) { request, _ -> Response in
                throw RequestError.methodNotAllowed(request.method, allowed: allowed)
            }
        }
    }
}

extension Router<MartletRouter.Context> {
    /// Answers POST, and says of other methods that they are not possible.
    func take(
        _ path: RouterPath,
        _ body: @escaping @Sendable (Request, MartletRouter.Context) async throws -> Response
    ) {
        post(path, use: body)
        refuse(path, [.get, .put, .patch, .delete], allowed: "POST")
    }
}

/// Runs a query of the store; what a caller did wrong becomes an answer that says so.
func asking<Result>(
    _ body: () async throws(StoreError) -> Result
) async throws -> Result {
    do {
        return try await body()
    } catch .invalidCursor {
        throw RequestError.invalidParameter("cursor", "it is not one that this list has given")
    }
}
