import JSON
import Model

/// Decodes `ExportTraceServiceRequest` and `ExportLogsServiceRequest` as OTLP's JSON has it.
struct ProtobufJSONDecoder {
    var budget: DecodingBudget

    init(limits: DecodingLimits) {
        budget = DecodingBudget(limits)
    }

    var rejections: Rejections { budget.rejections }

    mutating func request(_ value: JSONValue) throws(OTLPError) -> [ResourceSpans] {
        let fields = try FieldReader(value, "request")
        var resources: [ResourceSpans] = []
        for element in try fields.array("resourceSpans", "resource_spans") {
            resources.append(try resourceSpans(FieldReader(element, "resourceSpans")))
        }
        return resources
    }

    private mutating func resourceSpans(_ fields: FieldReader) throws(OTLPError) -> ResourceSpans {
        var result = ResourceSpans()
        result.resource.schemaURL = try fields.string("schemaUrl", "schema_url")
        if let value = fields.value("resource") {
            do {
                try resource(FieldReader(value, "resource"), into: &result.resource)
            } catch {
                budget.warn(about: "a resource", error)
            }
        }
        for element in try fields.array("scopeSpans", "scope_spans") {
            result.scopes.append(try scopeSpans(FieldReader(element, "scopeSpans")))
        }
        return result
    }

    private mutating func scopeSpans(_ fields: FieldReader) throws(OTLPError) -> ScopeSpans {
        var result = ScopeSpans()
        result.scope.schemaURL = try fields.string("schemaUrl", "schema_url")
        if let value = fields.value("scope") {
            do {
                try scope(FieldReader(value, "scope"), into: &result.scope)
            } catch {
                budget.warn(about: "a scope", error)
            }
        }
        for element in try fields.array("spans") {
            do {
                try budget.takeSpan()
                result.spans.append(try span(FieldReader(element, "span")))
            } catch {
                budget.rejections.reject(error)
            }
        }
        return result
    }

    private mutating func resource(
        _ fields: FieldReader, into resource: inout Resource
    ) throws(OTLPError) {
        var cuts: UInt32 = 0
        resource.droppedAttributes = try fields.count(
            "droppedAttributesCount", "dropped_attributes_count")
        try attributes(
            of: fields, into: &resource.attributes, dropped: &resource.droppedAttributes,
            cuts: &cuts)
    }

    private mutating func scope(
        _ fields: FieldReader, into scope: inout Scope
    ) throws(OTLPError) {
        var cuts: UInt32 = 0
        scope.name = try fields.string("name")
        scope.version = try fields.string("version")
        scope.droppedAttributes = try fields.count(
            "droppedAttributesCount", "dropped_attributes_count")
        try attributes(
            of: fields, into: &scope.attributes, dropped: &scope.droppedAttributes, cuts: &cuts)
    }
}
