/// What an awaitable that stands for another is for.
enum AwaitablePurpose: UInt8 {
    /// It is the coroutine of a call of an API client.
    case clientCall
    /// It is the coroutine of a call that the program has told something of; its owner is that.
    case notedCall
    /// It gives an item of a recorded stream.
    case streamItem
    /// It is the coroutine of a traced function.
    case tracedCall
    /// It advances a traced asynchronous generator.
    case generatorStep
    /// It closes one.
    case generatorClose
}
