import CSQLite

extension Double: Bindable {
    public func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        sqlite3_bind_double(statement, index, self)
    }
}

extension Row {
    public func double(_ column: Int) -> Double { sqlite3_column_double(statement, Int32(column)) }
}
