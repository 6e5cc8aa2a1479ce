/// The pages, as whole documents.
///
/// Pure: what a page shows is in its argument, the present moment included.
public enum Pages {
    /// To be sent with every page, beside ``Security/headers``: they show what programs recorded,
    /// which no cache should keep.
    public static let headers: [(String, String)] = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Cache-Control", "no-store"),
    ]

    /// The list of traces.
    public static func traceList(_ page: TraceListPage) -> String {
        Layout.page(title: "Traces", place: .traces, canLogOut: page.canLogOut) { page.html }
    }

    /// Charts.
    public static func charts(_ page: ChartsPage) -> String {
        Layout.page(title: "Charts", place: .charts, canLogOut: page.canLogOut) { page.html }
    }

    /// One trace.
    public static func trace(_ page: TracePage) -> String {
        Layout.page(title: page.title, refreshSeconds: page.refreshSeconds, canLogOut: page.canLogOut) { page.html }
    }

    /// What a request that failed gets.
    public static func error(status: Int, title: String, message: String) -> String {
        Layout.page(title: title) {
            Tag.div(.class("plain-page")) {
                Tag.p(.class("plain-status")) { String(status) }
                Tag.h1 { title }
                Tag.p { message }
                Tag.p { Tag.a(.href(.traces)) { "All traces" } }
            }
        }
    }
}
