import CPython
import Journal

/// What a program says of one call of an API client by arguments that are not the client's: those that
/// Langfuse's stand-in for `openai` takes.
///
/// It is a `ContextValues` with two parts more: the attributes of the call's own span as JSON, and the
/// trace and parent that it is to have, three numbers; both `bytes` or `None`.
enum CallNotes {
    private static var attributesPlace: Int { ContextValues.count + 1 }
    private static var parentPlace: Int { ContextValues.count + 2 }

    /// The names of the arguments, in the order of `Place`.
    private static var names: InlineArray<9, StaticString> {
        [
            "session_id", "user_id", "tags", "metadata", "name", "trace_id", "parent_observation_id", "langfuse_prompt",
            "langfuse_public_key",
        ]
    }

    private enum Place {
        static var metadata: Int { 3 }
        static var name: Int { 4 }
        static var trace: Int { 5 }
        static var parent: Int { 6 }
        static var prompt: Int { 7 }
        static var publicKey: Int { 8 }
    }

    /// The place of an argument that is not the client's; nil for those that are.
    private static func place(of name: Borrowed) -> Int? {
        let names = names
        for index in 0..<names.count where name.spells(names[index]) { return index }
        return nil
    }

    /// Takes the arguments out that are not the client's. `metadata` is passed on with `store=True` alone, as
    /// Langfuse does it.
    ///
    /// - Returns: what they say; nil where there are none, and where a helper that was told them calls on.
    static func take(
        from arguments: Arguments, into named: borrowing Owned, _ state: StateReference
    ) throws(PythonError) -> Owned? {
        var values = ArgumentValues<9>(of: arguments)
        var isAny = false, isStored = false
        var isInside = false
        if let current = CurrentSpan.values(state) { isInside = areNotes(current) }
        for index in 0..<arguments.namedCount {
            let name = arguments.name(index), value = arguments.namedValue(index)
            if let place = place(of: name) {
                // A helper passes the metadata on, if any: the mark for "not given" is none.
                let isOwn = place != Place.metadata || (!isInside && !isMissing(value, state))
                isAny = isAny || isOwn
                if isOwn || !isMissing(value, state) { values.set(place, value) } else { try named.setDictionaryItem(name, value) }
            } else {
                if name.spells("store") { isStored = value.isIdentical(to: Borrowed.true) }
                try named.setDictionaryItem(name, value)
            }
        }
        guard isAny else { return nil }
        if isStored, let metadata = values[Place.metadata] { try named.setDictionaryItem(Owned.text("metadata"), metadata) }
        return try make(values, state)
    }

    /// Whether an argument is what the client's own helpers pass for one that was not given.
    private static func isMissing(_ value: Borrowed, _ state: StateReference) -> Bool {
        guard !value.isDictionary, let name = value.type.quietAttribute(state.names.qualname), name.isText else { return false }
        return name.spells("Omit") || name.spells("NotGiven")
    }

    private static func make(_ values: ArgumentValues<9>, _ state: StateReference) throws(PythonError) -> Owned {
        // The span's own name is not the trace's.
        let shared = try ContextValues.make(values, first: Place.metadata + 1, state)
        let merged = try ContextValues.merge(CurrentSpan.values(state), shared, state)
        let parent = parent(values)
        var json = JSONCapture(state)
        Capturing.quietly {
            json.beginObject()
            write(values, isPlaced: parent != nil, to: &json, state)
            json.endObject()
        }
        let attributes = json.buffer.asBytes() ?? .none
        let list = try Owned.list()
        for index in 0...ContextValues.count { try list.append(merged.tupleItem(index)) }
        try list.append(attributes)
        try list.append(numbers(parent) ?? .none)
        return try .tuple(items: list)
    }

    /// What cannot be meant is written under the name that it was given by.
    private static func write(
        _ values: ArgumentValues<9>, isPlaced: Bool, to json: inout JSONCapture, _ state: StateReference
    ) {
        if let name = values[Place.name], !name.isNone {
            json.writeMember(name.isText ? "martlet.name" : "langfuse.name") { json in json.write(name) }
        }
        if let trace = values[Place.trace], !trace.isNone, !isPlaced {
            json.writeMember("langfuse.trace_id") { json in json.write(trace) }
        }
        if let parent = values[Place.parent], !parent.isNone, !isPlaced || identifier(parent, 16) == nil {
            json.writeMember("langfuse.parent_observation_id") { json in json.write(parent) }
        }
        if let key = values[Place.publicKey], !key.isNone {
            json.writeMember("langfuse.public_key") { json in json.write(key) }
        }
        guard let prompt = values[Place.prompt], !prompt.isNone else { return }
        if let name = prompt.quietAttribute(state.names.name), name.isText {
            json.writeMember("langfuse.observation.prompt.name") { json in json.write(name.borrowed) }
            if let version = prompt.quietAttribute(state.names.recorder.version) {
                json.writeMember("langfuse.observation.prompt.version") { json in json.write(version.borrowed) }
            }
        } else {
            json.writeMember("langfuse.prompt") { json in json.write(prompt) }
        }
    }

    /// Where the call's span is to be: in a trace, and below a span of it if one is named.
    private static func parent(_ values: ArgumentValues<9>) -> SpanContext? {
        guard let trace = values[Place.trace], let ids = identifier(trace, 32), ids.high | ids.low != 0 else { return nil }
        var span: UInt64 = 0
        if let parent = values[Place.parent] { span = identifier(parent, 16)?.low ?? 0 }
        return SpanContext(trace: JournalID(high: ids.high, low: ids.low), span: span, generation: .max)
    }

    /// A number written with so many hexadecimal digits.
    private static func identifier(_ value: Borrowed, _ digits: Int) -> (high: UInt64, low: UInt64)? {
        guard value.isText else { return nil }
        return value.withUTF8 { text in
            guard text.count == digits else { return nil }
            var high: UInt64 = 0, low: UInt64 = 0
            for index in 0..<digits {
                // Safe: the index is below the count.
                let byte = unsafe text[index]
                let digit: UInt8
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte &- UInt8(ascii: "0")
                case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte &- UInt8(ascii: "a") &+ 10
                case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte &- UInt8(ascii: "A") &+ 10
                default: return nil
                }
                high = high << 4 | low >> 60
                low = low << 4 | UInt64(digit)
            }
            return (high, low)
        }
    }

    private static func numbers(_ context: SpanContext?) -> Owned? {
        guard let context else { return nil }
        var text = ByteBuffer(capacity: 48)
        text.append(hexadecimal: context.trace.high)
        text.append(hexadecimal: context.trace.low)
        text.append(hexadecimal: context.span)
        return text.asBytes()
    }

    /// The place that the notes give to the call's span; nil where they give none, or there are none.
    static func parent(in values: Borrowed?) -> SpanContext? {
        guard let values, values.tupleCount > parentPlace, values.tupleItem(parentPlace).isBytes else { return nil }
        var numbers = InlineArray<3, UInt64>(repeating: 0)
        values.tupleItem(parentPlace).withBytes { text in
            for index in 0..<min(48, text.count) {
                // Safe: the index is below the count.
                let byte = unsafe text[index]
                let digit = byte <= UInt8(ascii: "9") ? byte &- UInt8(ascii: "0") : byte &- UInt8(ascii: "a") &+ 10
                numbers[index / 16] = numbers[index / 16] << 4 | UInt64(digit)
            }
        }
        return SpanContext(trace: JournalID(high: numbers[0], low: numbers[1]), span: numbers[2], generation: .max)
    }

    /// Whether values are notes of one call.
    static func areNotes(_ values: borrowing some AnyReference) -> Bool { values.tupleCount > parentPlace }

    /// Records what the notes say of the call's own span.
    static func record(_ values: borrowing some AnyReference, _ context: SpanContext, _ recorder: ProcessRecorder) {
        guard areNotes(values), case .full = recorder.capture else { return }
        let attributes = values.tupleItem(attributesPlace)
        guard attributes.isBytes else { return }
        attributes.withBytes { bytes in
            guard bytes.count > 2 else { return }
            unsafe recorder.writer.writePayload(bytes, key: recorder.keys.attributes, media: .json, of: context)
        }
    }
}
