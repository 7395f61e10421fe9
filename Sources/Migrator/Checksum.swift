import Digest
import SchemaEngine
import SchemaModel

/// Digests of files and of what was before them.
package enum Checksum {
    package static func sha256(_ text: String) -> String {
        SHA256.hexadecimal(of: text)
    }
}

extension DeclaredDatabase {
    /// A digest of what is declared, as it is spelled.
    var digest: String {
        let digest = CatalogState(facts: Dictionary(facts.map { ($0.id, $0) }, uniquingKeysWith: { $1 })).fingerprint(ignoring: []
        )
        guard !rawSQL.isEmpty else { return digest }
        return Checksum.sha256(Value.texts([digest] + rawSQL.map(\.sql)).json)
    }
}
