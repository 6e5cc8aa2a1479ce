/// What every answer tells the browser to refuse.
public enum Security {
    /// Pages load their own stylesheet and icon and nothing else, run no script, and cannot be put
    /// into another page.
    public static let contentSecurityPolicy = """
        default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
        frame-ancestors 'none'
        """

    /// To be sent with every answer, whatever it is.
    public static let headers: [(String, String)] = [
        ("Content-Security-Policy", contentSecurityPolicy),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        // With none at all, browsers would say of our own form that it comes from nowhere.
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ]
}
