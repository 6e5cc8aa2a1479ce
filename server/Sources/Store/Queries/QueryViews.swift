import Model

/// The views in which queries of users see the store. Their names and columns stay, whatever
/// becomes of the tables behind them.
enum QueryViews {
    /// Statements that make them, for one connection.
    static let sql = """
        CREATE TEMP VIEW traces AS SELECT
            printf('%016x%016x', t.trace_high, t.trace_low) AS trace_id, t.title,
            \(status("t.status")) AS status, t.start_time AS start_unix_nano,
            \(time("t.start_time")) AS start_time,
            CASE WHEN t.running_count = 0 THEN max(0, t.end_time - t.start_time) END AS duration_nano,
            t.span_count, t.error_count, t.input_tokens, t.output_tokens, t.total_tokens,
            t.cached_tokens, t.reasoning_tokens, t.input_preview, t.output_preview,
            t.cost / 1e9 AS cost_usd, u.text AS user, e.text AS session
        FROM main.trace AS t
            LEFT JOIN main.label AS u ON u.id = t.user LEFT JOIN main.label AS e ON e.id = t.session;
        CREATE TEMP VIEW spans AS SELECT
            s.id AS span_row, printf('%016x', s.span_id) AS span_id,
            printf('%016x%016x', t.trace_high, t.trace_low) AS trace_id,
            CASE WHEN s.parent_id IS NOT NULL THEN printf('%016x', s.parent_id) END AS parent_id,
            n.text AS name, c.text AS scope, coalesce(s.title, n.text) AS title,
            \(kind("s.kind")) AS kind, \(status("s.status")) AS status,
            s.start_time AS start_unix_nano, \(time("s.start_time")) AS start_time,
            max(0, s.end_time - s.start_time) AS duration_nano,
            m.text AS model, r.text AS requested_model,
            s.input_tokens, s.output_tokens, s.total_tokens, s.cached_tokens, s.reasoning_tokens,
            p.process_id, p.program, p.host, p.service, s.thread_id,
            \(operation("s.operation")) AS operation, s.cost / 1e9 AS cost_usd,
            s.first_token AS first_token_nano, u.text AS user, e.text AS session
        FROM main.span AS s
            JOIN main.trace AS t ON t.id = s.trace JOIN main.process AS p ON p.id = s.process
            JOIN main.name AS n ON n.id = s.name JOIN main.name AS c ON c.id = s.scope
            LEFT JOIN main.name AS m ON m.id = s.model
            LEFT JOIN main.name AS r ON r.id = s.requested_model
            LEFT JOIN main.label AS u ON u.id = s.user LEFT JOIN main.label AS e ON e.id = s.session;
        CREATE TEMP VIEW scores AS SELECT
            id, name, CASE kind WHEN 0 THEN 'number' WHEN 1 THEN 'bool' WHEN 2 THEN 'category'
                ELSE 'text' END AS type,
            coalesce(number, text) AS value,
            CASE WHEN trace_high IS NOT NULL THEN printf('%016x%016x', trace_high, trace_low) END
                AS trace_id,
            CASE WHEN span_id IS NOT NULL THEN printf('%016x', span_id) END AS span_id,
            session, comment, environment, time AS unix_nano, \(time("time")) AS time
        FROM main.score;
        """

    private static func status(_ column: String) -> String {
        cases(column, ["running", "ok", "error", "cancelled", "abandoned", "interrupted"], from: 0)
    }

    private static func kind(_ column: String) -> String {
        cases(column, ["internal", "server", "client", "producer", "consumer"], from: 1)
    }

    private static func operation(_ column: String) -> String {
        cases(column, Meaning.Operation.byCode.map(\.rawValue), from: 0)
    }

    private static func cases(_ column: String, _ words: [String], from first: Int) -> String {
        let cases = words.enumerated().map { "WHEN \($0.offset + first) THEN '\($0.element)'" }
        return "CASE \(column) \(cases.joined(separator: " ")) END"
    }

    /// RFC 3339 with milliseconds.
    private static func time(_ column: String) -> String {
        "strftime('%Y-%m-%dT%H:%M:%fZ', \(column) / 1e9, 'unixepoch')"
    }
}
