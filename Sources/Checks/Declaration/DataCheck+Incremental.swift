public import SchemaDSL

extension DataCheck {
    /// Later runs read only rows whose time in this column is new: at or after the newest one that `plumb nightly` has seen.
    ///
    ///     .notNull(orders.email, "Orders have an e-mail address").incremental(by: orders.updatedAt)
    ///
    /// Rules about rows can be incremental. The mark moves only after a run in which no row failed, so failing rows are found until
    /// they are fixed. Rows without a value are read in every run. Results name what was not read; `--full` reads all rows.
    /// - Parameter overlap: How late a row may become visible after the time in its column. Rows of this time before the mark are
    ///   read again.
    public func incremental<Value: TemporalValue>(by column: Column<Value>, overlap: Duration = .seconds(3600)) -> DataCheck {
        continued(
            by: column, .time(overlap),
            overlap < .zero
                ? "an overlap is a time from zero on"
                : Value.self == LocalTime.self ? "times of day repeat; use a column with a date" : nil)
    }

    /// Later runs read only rows whose number in this column is new. The overlap is in numbers: those that a transaction may have
    /// taken before others and still commit after them.
    public func incremental<Value: NumericValue & FixedWidthInteger>(by column: Column<Value>, overlap: Int = 10_000) -> DataCheck
    {
        continued(by: column, .numbers(overlap), overlap < 0 ? "an overlap is a number from 0 on" : nil)
    }

    private func continued(by column: any AnyColumn, _ overlap: Continuation.Overlap, _ problem: String?) -> DataCheck {
        var copy = self
        copy.continued = (column, overlap)
        if let problem { copy.contradictions.append(problem) }
        return copy
    }
}
