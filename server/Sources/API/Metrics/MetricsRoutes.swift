import Execution
import Glibc
import Hummingbird
import Store

/// `GET /metrics`, in the text format of Prometheus.
struct MetricsRoutes: Sendable {
    let metrics: ServerMetrics
    let store: any Store

    private static let start = Double(Clock.now()) / 1e9

    init(metrics: ServerMetrics, store: any Store) {
        self.metrics = metrics
        self.store = store
        _ = Self.start
    }

    func add(to router: Router<MartletRouter.Context>) {
        router.answer("/metrics") { request, _ in
            try QueryParameters(request.uri.query).finish()
            var page = MetricsPage()
            write(metrics.current, to: &page)
            write(try await store.statistics(), to: &page)
            writeProcess(to: &page)
            return Response(
                status: .ok, text: page.text,
                headers: [
                    .contentType: "text/plain; version=0.0.4; charset=utf-8", .cacheControl: "no-store",
                ])
        }
    }

    private func write(_ counts: ServerMetrics.Counts, to page: inout MetricsPage) {
        page.begin("martlet_http_requests_total", "counter", "Requests that were answered.")
        for (kind, count) in counts.requests.sorted(by: { "\($0.key)" < "\($1.key)" }) {
            page.add(
                Double(count),
                [("method", kind.method), ("route", kind.route), ("status", String(kind.status))])
        }
        let name = "martlet_http_request_seconds"
        page.begin(name, "histogram", "Time until an answer began.")
        var sum = 0
        for (index, count) in counts.durations.enumerated() {
            sum += count
            let end = index < ServerMetrics.buckets.count ? "\(ServerMetrics.buckets[index])" : "+Inf"
            page.add(Double(sum), [("le", end)], suffix: "_bucket")
        }
        page.add(counts.durationSum, suffix: "_sum")
        page.add(Double(sum), suffix: "_count")
        page.single("martlet_received_spans_total", "counter", "Spans that were sent and are stored.", counts.receivedSpans)
        page.single("martlet_rejected_spans_total", "counter", "Spans that were sent and could not be taken.", counts.rejectedSpans)
        page.single(
            "martlet_received_log_records_total", "counter", "Log records that were sent and are stored, or wait for their spans.",
            counts.receivedLogs)
        page.single(
            "martlet_rejected_log_records_total", "counter", "Log records that were sent and could not be taken.", counts.rejectedLogs)
        page.single(
            "martlet_dropped_log_records_total", "counter", "Log records that were sent, and do not tell of a call.",
            counts.droppedLogs)
        page.single(
            "martlet_dropped_metric_requests_total", "counter", "Requests with metrics, which are not kept.",
            counts.droppedMetricRequests)
        page.single("martlet_received_scores_total", "counter", "Scores that were sent and are stored.", counts.storedScores)
    }

    private func write(_ statistics: Statistics, to page: inout MetricsPage) {
        page.single("martlet_traces", "gauge", "Traces in the store.", statistics.traces)
        page.single("martlet_spans", "gauge", "Spans in the store.", statistics.spans)
        page.single("martlet_payloads", "gauge", "Payloads in the store.", statistics.payloads)
        page.single("martlet_processes", "gauge", "Processes that recorded something.", statistics.processes)
        page.single("martlet_dropped_records", "gauge", "Records that programs could not write.", statistics.droppedRecords)
        page.single("martlet_pending_segments", "gauge", "Journal segments that are not read to their end.", statistics.pendingSegments)
        page.single("martlet_damaged_segments", "gauge", "Journal segments that could not be read to their end.", statistics.damagedSegments)
        page.single(
            "martlet_waiting_spans", "gauge", "Spans that were acknowledged and are not in the tables yet.", statistics.waitingSpans)
        page.single(
            "martlet_unstored_log_records", "gauge", "Log records that were acknowledged and are not in the tables yet.",
            statistics.unstoredLogs)
        page.single(
            "martlet_tables_fail", "gauge", "1 while spans or log records that were acknowledged cannot be put into the tables.",
            statistics.tablesFail ? 1 : 0)
        page.single("martlet_database_bytes", "gauge", "Size of the database file.", statistics.databaseBytes)
        page.single(
            "martlet_index_pending_changes", "gauge",
            """
            Transactions whose words the index does not have yet; all that there ever were where it could not be opened. \
            Spans that are put in again while it is made anew are not counted.
            """,
            statistics.pendingIndexChanges)
        page.single(
            "martlet_waiting_log_records", "gauge", "Log records whose spans have not come yet.", statistics.waitingLogs)
        page.single(
            "martlet_forgotten_log_records", "gauge",
            "Log records whose spans never came, or that were more than a span may have.", statistics.forgottenLogs)
        page.single("martlet_index_fails", "gauge", "1 while the index of words cannot be written.", statistics.indexFails ? 1 : 0)
    }

    private func writeProcess(to page: inout MetricsPage) {
        page.single("process_resident_memory_bytes", "gauge", "Resident memory size in bytes.", ProcessMemory.residentBytes)
        page.begin("process_start_time_seconds", "gauge", "Start time of the process since unix epoch in seconds.")
        page.add(Self.start)
        var usage = rusage()
        // Safe: the structure lives through the call, which writes nothing else.
        guard getrusage(Int32(RUSAGE_SELF.rawValue), &usage) == 0 else { return }
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        page.begin("process_cpu_seconds_total", "counter", "Total user and system CPU time spent in seconds.")
        page.add(seconds(usage.ru_utime) + seconds(usage.ru_stime))
    }
}
