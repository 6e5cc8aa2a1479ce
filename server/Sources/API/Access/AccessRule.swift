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
    /// A key that may take away what is there.
    case remove

    /// Whatever is not named here needs a key that may look; to send something, one that may send;
    /// and to change or remove what is there, one that may do everything. Programs hold keys that
    /// may send: who finds one of these must not be able to remove what was recorded.
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
            case .post where path.hasPrefix("/api/") || path.hasPrefix("/v1/"): self = .write
            default: self = .remove
            }
        }
    }

    func admits(_ kind: AccessKey.Kind) -> Bool {
        switch (self, kind) {
        case (.open, _), (.anyKey, _), (_, .full): true
        case (.read, .read), (.write, .write): true
        case (.read, .write), (.write, .read), (.remove, .read), (.remove, .write): false
        }
    }
}
