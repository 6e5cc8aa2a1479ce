import Model

/// An error that ended a span.
struct ErrorBox {
    let error: RecordedError
    let text: RecordedText

    var html: HTML {
        Tag.div(.class("callout callout-error"), Attribute("role", "group"), .label("Error")) {
            Tag.p(.class("error-type")) {
                Tag.code { text.inline(error.type, limit: 300) }
                if let status = error.status { Tag.span(.class("badge")) { "HTTP \(status)" } }
            }
            if !error.message.isEmpty { text.prose(error.message) }
            if let requestID = error.requestID {
                Tag.p(.class("note")) {
                    "Request "
                    Tag.code { text.inline(requestID, limit: 300) }
                }
            }
        }
    }
}
