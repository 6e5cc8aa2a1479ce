/// How the bytes of a payload are to be read.
public enum MediaType: UInt8, Sendable {
    case json = 0
    case text = 1
    case bytes = 2
}
