/// The owner of a check, and the words by which people find it. Labels change reports, never what runs.
public struct CheckLabels: Sendable, Hashable, Codable {
    /// The person or team who acts when it fails.
    public var owner: String?
    public var tags: [String]
    /// Why the rule exists and what to do when it is broken.
    public var description: String?
    /// Nil where nobody said; then it follows from the kind of the check.
    public var dimension: QualityDimension?

    public init(owner: String? = nil, tags: [String] = [], description: String? = nil, dimension: QualityDimension? = nil) {
        self.owner = owner
        self.tags = tags
        self.description = description
        self.dimension = dimension
    }
}
