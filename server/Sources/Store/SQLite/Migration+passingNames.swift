extension Migration {
    /// Names of spans and of models go with the last span that has them. Scopes and keys of payloads stay, since no index says where they
    /// stand; so does what is there before this step, of which it is not known.
    static let passingNames = Migration(version: 22, sql: "ALTER TABLE name ADD COLUMN is_passing INTEGER NOT NULL DEFAULT 0")
}
