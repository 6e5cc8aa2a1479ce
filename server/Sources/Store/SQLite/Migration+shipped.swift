extension Migration {
    /// Processes whose journal lies on another machine: that their files are not here says nothing.
    static let shipped = Migration(
        version: 7,
        sql: """
            CREATE TABLE shipped_process (
                instance_high INTEGER NOT NULL,
                instance_low INTEGER NOT NULL,
                PRIMARY KEY (instance_high, instance_low)
            ) STRICT, WITHOUT ROWID;
            """)
}
