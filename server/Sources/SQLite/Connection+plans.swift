extension Connection {
    /// SQLite's plan for each statement that was prepared so far, one text a step; for tests that
    /// look for scans.
    package func plans() throws(SQLiteError) -> [(sql: String, steps: [String])] {
        var plans: [(sql: String, steps: [String])] = []
        for sql in preparedTexts {
            guard sql.hasPrefix("SELECT") || sql.hasPrefix("WITH") else { continue }
            let steps = try Statement("EXPLAIN QUERY PLAN \(sql)", on: self).all { $0.text(3) }
            plans.append((sql, steps))
        }
        return plans
    }
}
