/// Whether the values of a column may stand in reports, on terminals and in logs.
public enum Exposure: String, Sendable, Hashable {
    /// Says nothing of a person: keys, states, counts, times.
    case `public`
    /// Says something of a person, or is a secret: names, addresses, texts, tokens.
    case personal
}

extension AnyColumn {
    /// What the column is marked as; nil where nobody said, which outputs treat as personal.
    public var exposure: Exposure? { box.state.exposure }
}

extension Column {
    /// Marks the column as one whose values every output may show.
    @inline(never)
    public func `public`() -> Column { changed { $0.exposure = .public } }

    /// Marks the column as one whose values no output shows.
    ///
    /// What is not marked is not shown either; the mark says that somebody thought of it.
    @inline(never)
    public func personal() -> Column { changed { $0.exposure = .personal } }
}

extension Exposure {
    /// What stands in an output for a value that it does not show.
    public static let mask = "***"
}
