/// The owner of a check, and the words by which people find it. Labels change reports, never what runs.
package struct CheckLabels: Sendable, Hashable, Codable {
    /// The person or team who acts when it fails.
    package var owner: String?
    package var tags: [String]
    /// Why the rule exists and what to do when it is broken.
    package var description: String?
    /// Nil where nobody said; then it follows from the kind of the check.
    package var dimension: QualityDimension?

    package init(owner: String? = nil, tags: [String] = [], description: String? = nil, dimension: QualityDimension? = nil) {
        self.owner = owner
        self.tags = tags
        self.description = description
        self.dimension = dimension
    }
}
