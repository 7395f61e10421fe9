package import SchemaModel

extension AnyColumn {
    /// The column's mark; nil where it has none. Outputs treat such a column as sensitive.
    package var exposure: Exposure? { box.state.exposure }
}

extension Column {
    /// Marks the column as one whose values every output may show.
    @inline(never)
    public func unmasked() -> Column { changed { $0.exposure = .unmasked } }

    /// Marks the column as one whose values no output shows.
    ///
    /// Values of a column without a mark are masked as well. The mark records that somebody decided it.
    @inline(never)
    public func sensitive() -> Column { changed { $0.exposure = .sensitive } }
}
