extension Pages {
    /// Where a browser gets in with a key.
    ///
    /// - Parameters:
    ///   - next: the page that was asked for.
    ///   - isRefused: a key was given, and it lets nobody look.
    public static func login(next: String, isRefused: Bool) -> String {
        Layout.page(title: "Log in", hasNavigation: false) {
            Tag.div(.class("plain-page")) {
                Tag.h1 { "Log in" }
                if isRefused {
                    Tag.p(Attribute("role", "alert")) {
                        "This key lets nobody look. Is it complete, not revoked, and of the kind read or full?"
                    }
                }
                Tag.form(.class("login"), .action(.login), Attribute("method", "post")) {
                    Tag.input(.type("hidden"), .name("next"), .value(next))
                    // What keeps passwords looks for the name that they belong to.
                    Tag.input(
                        .type("text"), .name("username"), .value("martlet"),
                        Attribute("autocomplete", "username"), Attribute("hidden", nil))
                    Tag.div(.class("field")) {
                        Tag.label(.for("key")) { "Secret key" }
                        Tag.input(
                            .id("key"), .name("key"), .type("password"), Attribute("required", nil),
                            Attribute("autocomplete", "current-password"), Attribute("size", "40"))
                    }
                    Tag.button(.type("submit")) { "Log in" }
                }
                Tag.p {
                    "Keys are made on the server's machine: "
                    Tag.code { "martlet key create --kind read" }
                }
            }
        }
    }
}
