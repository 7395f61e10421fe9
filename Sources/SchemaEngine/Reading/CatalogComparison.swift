import SchemaModel

/// A digest of each fact of a database, to tell whether another is equal.
///
/// Most comparisons find two equal schemas. The digests are of the bytes that the server sent, so that nothing is decoded, and the rows
/// are gone as soon as they are read: what stays is 16 bytes for each fact.
package struct CatalogComparison: Sendable {
    /// As `server_version_num`.
    let serverVersion: Int
    /// By a digest of the identity.
    let digests: [Int: Int]
    let optionalFacts: Set<Fact>
    /// What the catalog has and no query reads.
    let unmodelled: [UnmodelledObject]
    let currentRole: String

    /// Whether another database holds the same facts. Only servers of one major version word them alike.
    package func isEqual(to other: CatalogComparison) -> Bool {
        serverVersion / 10_000 == other.serverVersion / 10_000 && optionalFacts == other.optionalFacts && digests == other.digests
    }

    /// The number of facts.
    package var count: Int { digests.count + optionalFacts.count }

    /// A state that says what server gave it and what it does not model, and nothing else.
    package var withoutFacts: CatalogState {
        CatalogState(serverVersion: serverVersion, unmodelled: unmodelled, currentRole: currentRole)
    }
}
