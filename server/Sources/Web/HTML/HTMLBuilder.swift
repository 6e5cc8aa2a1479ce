/// Puts pieces of a page together; a text in it is text.
@resultBuilder
enum HTMLBuilder {
    static func buildExpression(_ html: HTML) -> HTML { html }

    static func buildExpression(_ text: String) -> HTML { .text(text) }

    static func buildExpression(_ html: HTML?) -> HTML { html ?? .empty }

    static func buildBlock(_ parts: HTML...) -> HTML { .group(parts) }

    static func buildOptional(_ part: HTML?) -> HTML { part ?? .empty }

    static func buildEither(first part: HTML) -> HTML { part }

    static func buildEither(second part: HTML) -> HTML { part }

    static func buildArray(_ parts: [HTML]) -> HTML { .group(parts) }
}

extension HTML {
    /// Several pieces as one.
    static func build(@HTMLBuilder _ content: () -> HTML) -> HTML { content() }
}
