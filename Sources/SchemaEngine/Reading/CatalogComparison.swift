import SchemaModel

/// The sums that tell whether two databases have the same facts.
///
/// Most comparisons find two equal schemas. The server hashes what it would have sent, and nothing of it is worded, sent or decoded that
/// the comparison does not need.
package struct CatalogComparison: Sendable {
    /// As `server_version_num`.
    let serverVersion: Int
    let digest: CatalogDigest
    let optionalFacts: Set<Fact>
    /// The objects that the catalog has and no query reads.
    let unmodelled: [UnmodelledObject]
    let currentRole: String

    /// True when another database certainly holds the same facts. Only servers of one major version word and number them alike.
    package func isEqual(to other: CatalogComparison) -> Bool {
        serverVersion / 10_000 == other.serverVersion / 10_000 && optionalFacts == other.optionalFacts
            && digest.isComplete && other.digest.isComplete && digest == other.digest
    }

    /// The number of facts that were compared.
    package var count: Int { digest.count + optionalFacts.count }

    /// A state that says what server gave it and what it does not model, and nothing else.
    package var withoutFacts: CatalogState {
        CatalogState(serverVersion: serverVersion, unmodelled: unmodelled, currentRole: currentRole)
    }
}
