/// The number of an interned name, unique in a process instance; 0 stands for no name.
public struct NameID: Equatable, Sendable {
    public let rawValue: UInt32
    public static let none = NameID(rawValue: 0)

    @inline(__always)
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}
