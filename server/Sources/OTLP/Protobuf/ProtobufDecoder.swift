import Model

/// Decodes `ExportTraceServiceRequest` and `ExportLogsServiceRequest` as protobuf writes it.
///
/// The field numbers are those of opentelemetry-proto. A field of an unknown number, or with
/// another wire type than it should have, is skipped, as protobuf wants it.
struct ProtobufDecoder {
    var budget: DecodingBudget

    init(limits: DecodingLimits) {
        budget = DecodingBudget(limits)
    }

    var rejections: Rejections { budget.rejections }

    mutating func request(_ reader: MessageReader) throws(OTLPError) -> [ResourceSpans] {
        var reader = reader
        var resources: [ResourceSpans] = []
        while let tag = try reader.nextTag() {
            switch (tag.field, tag.wireType) {
            case (1, .lengthDelimited): resources.append(try resourceSpans(reader.message()))
            default: try reader.skip(tag)
            }
        }
        return resources
    }

    private mutating func resourceSpans(_ reader: MessageReader) throws(OTLPError) -> ResourceSpans {
        var reader = reader
        var result = ResourceSpans()
        while let tag = try reader.nextTag() {
            switch (tag.field, tag.wireType) {
            case (1, .lengthDelimited):
                let message = try reader.message()
                do {
                    try resource(message, into: &result.resource)
                } catch {
                    budget.warn(about: "a resource", error)
                }
            case (2, .lengthDelimited): result.scopes.append(try scopeSpans(reader.message()))
            case (3, .lengthDelimited): result.resource.schemaURL = try reader.string("schema_url")
            default: try reader.skip(tag)
            }
        }
        return result
    }

    private mutating func scopeSpans(_ reader: MessageReader) throws(OTLPError) -> ScopeSpans {
        var reader = reader
        var result = ScopeSpans()
        while let tag = try reader.nextTag() {
            switch (tag.field, tag.wireType) {
            case (1, .lengthDelimited):
                let message = try reader.message()
                do {
                    try scope(message, into: &result.scope)
                } catch {
                    budget.warn(about: "a scope", error)
                }
            case (2, .lengthDelimited):
                let message = try reader.message()
                do {
                    try budget.takeSpan()
                    result.spans.append(try span(message))
                } catch {
                    budget.rejections.reject(error)
                }
            case (3, .lengthDelimited): result.scope.schemaURL = try reader.string("schema_url")
            default: try reader.skip(tag)
            }
        }
        return result
    }

    private mutating func resource(
        _ reader: MessageReader, into resource: inout Resource
    ) throws(OTLPError) {
        var reader = reader
        var cuts: UInt32 = 0
        while let tag = try reader.nextTag() {
            switch (tag.field, tag.wireType) {
            case (1, .lengthDelimited):
                try attribute(
                    reader.message(), into: &resource.attributes,
                    dropped: &resource.droppedAttributes, cuts: &cuts)
            case (2, .varint): try note(dropped: reader.varint(), in: &resource.droppedAttributes)
            default: try reader.skip(tag)
            }
        }
    }

    private mutating func scope(
        _ reader: MessageReader, into scope: inout Scope
    ) throws(OTLPError) {
        var reader = reader
        var cuts: UInt32 = 0
        while let tag = try reader.nextTag() {
            switch (tag.field, tag.wireType) {
            case (1, .lengthDelimited): scope.name = try reader.string("scope.name")
            case (2, .lengthDelimited): scope.version = try reader.string("scope.version")
            case (3, .lengthDelimited):
                try attribute(
                    reader.message(), into: &scope.attributes, dropped: &scope.droppedAttributes,
                    cuts: &cuts)
            case (4, .varint): try note(dropped: reader.varint(), in: &scope.droppedAttributes)
            default: try reader.skip(tag)
            }
        }
    }

    /// Adds to a count, which stops at its greatest value.
    func note(dropped number: UInt64, in count: inout UInt32) throws(OTLPError) {
        let (sum, overflow) = count.addingReportingOverflow(UInt32(clamping: number))
        count = overflow ? .max : sum
    }
}
