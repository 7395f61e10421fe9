/// The exposure of a column's values in reports, on terminals and in logs.
public enum Exposure: String, Sendable, Hashable {
    /// Shown everywhere: keys, states, counts, times, which tell nothing about a person.
    case unmasked
    /// Masked everywhere: names, addresses, texts, tokens, which tell something about a person or are secret.
    case sensitive
}

extension AnyColumn {
    /// The column's mark; nil where it has none. Outputs treat such a column as sensitive.
    public var exposure: Exposure? { box.state.exposure }
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

extension Exposure {
    /// The text that stands in an output for a value that it does not show.
    public static let mask = "***"
}
