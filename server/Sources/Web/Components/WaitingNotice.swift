/// Says that something is missing that was received: it waits beside the database.
struct WaitingNotice {
    var html: HTML {
        Tag.p(.class("callout")) {
            "What was received last cannot be put into the database now, and is not shown. The server's log says why."
        }
    }
}
