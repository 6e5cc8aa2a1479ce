import Access
import HTTPTypes

/// What a request needs to be answered, where keys are asked for.
enum AccessRule: Sendable, Equatable {
    /// Nothing.
    case open
    /// A key of any kind.
    case anyKey
    /// A key that may look.
    case read
    /// A key that may send.
    case write

    /// Whatever is not named here needs at least a key that may look, or one that may send if the
    /// method is one that changes something.
    init(_ method: HTTPRequest.Method, path: String) {
        switch path {
        case "/healthz", "/api/public/health", "/api/public/ready", "/login": self = .open
        case "/api/public/projects", "/logout": self = .anyKey
        case _ where path.hasPrefix("/assets/"): self = .open
        // A query is no change; it is sent as a body because it may be long.
        case "/api/v1/sql": self = .read
        default:
            switch method {
            case .get, .head, .options: self = .read
            default: self = .write
            }
        }
    }

    func admits(_ kind: AccessKey.Kind) -> Bool {
        switch (self, kind) {
        case (.open, _), (.anyKey, _), (_, .full): true
        case (.read, .read), (.write, .write): true
        case (.read, .write), (.write, .read): false
        }
    }
}
