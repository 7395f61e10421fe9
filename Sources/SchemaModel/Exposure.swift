/// The exposure of a column's values in reports, on terminals and in logs.
package enum Exposure: String, Sendable, Hashable {
    /// Shown everywhere: keys, states, counts, times, which tell nothing about a person.
    case unmasked
    /// Masked everywhere: names, addresses, texts, tokens, which tell something about a person or are secret.
    case sensitive
}

extension Exposure {
    /// The text that stands in an output for a value that it does not show.
    package static let mask = "***"
}
