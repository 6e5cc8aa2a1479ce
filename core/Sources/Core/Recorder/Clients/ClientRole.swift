/// Which method of an API client a `ClientMethod` stands for.
enum ClientRole: UInt8 {
    /// `request` of the base client, which every call passes.
    case request
    case asyncRequest
    /// `_build_request`, which makes the HTTP request of each attempt.
    case buildRequest
    /// `_process_response`, which makes an object of the HTTP response.
    case response
    case asyncResponse
    /// `Stream.__stream__`: what the program iterates over.
    case items
    case asyncItems
    /// `Stream._iter_events`: the server-sent events that the items are made of.
    case events
    case asyncEvents
    /// `create` and its like of a resource, with arguments that are not the client's.
    case noted
    case asyncNoted
}
