import PostgresClient
import SchemaModel

/// Gives the rows of the catalog queries their identities, parents first.
struct FactAssembler {
    private let results: [(query: CatalogQuery, rows: PostgresRows)]
    /// The oid of each table of `pg_catalog`, by name.
    private let catalogs: [String: UInt32]

    init(_ results: [(query: CatalogQuery, rows: PostgresRows)], catalogs: [String: UInt32]) {
        self.results = results
        self.catalogs = catalogs
    }

    private struct Waiting {
        let query: Int
        let row: PostgresRow
    }

    /// Visits every row after its parent's; rows whose parent is not a fact are left out.
    ///
    /// `visit` gets the query, the row and its parent, and returns the row's identity; nil for a row that is not a fact.
    private func visit(_ visit: (CatalogQuery, FactRow, ObjectID?, Address?) throws -> ObjectID?) rethrows {
        var known: [Address: ObjectID] = [:]
        var waiting: [Waiting] = []
        func take(_ query: CatalogQuery, _ row: PostgresRow) throws -> Bool {
            let fact = FactRow(row: row)
            var parent: ObjectID?
            if let address = fact.parent {
                // Exactly this object: a comment on a constraint's index must not become the constraint's.
                guard let found = known[address] else { return false }
                parent = found
            }
            let address = fact.address(query.catalog.flatMap { catalogs[$0] })
            if let result = try visit(query, fact, parent, address), let address { known[address] = result }
            return true
        }
        for (number, result) in results.enumerated() {
            for row in result.rows {
                if try !take(result.query, row) { waiting.append(Waiting(query: number, row: row)) }
            }
        }
        var progressed = true
        while !waiting.isEmpty, progressed {
            progressed = false
            var next: [Waiting] = []
            for item in waiting {
                if try take(results[item.query].query, item.row) {
                    progressed = true
                } else {
                    next.append(item)
                }
            }
            waiting = next
        }
    }

    /// The facts by identity; registers each at its address.
    ///
    /// Of two objects whose names differ only in their Unicode normal form, the second is no fact, with all that belongs to it: what
    /// keeps names as keys would take one for the other.
    ///
    /// - Parameter confused: takes those that are left out.
    func facts(_ book: inout AddressBook, confused: inout [UnmodelledObject]) throws -> [ObjectID: Fact] {
        var facts: [ObjectID: Fact] = [:]
        facts.reserveCapacity(results.reduce(0) { $0 + $1.rows.count })
        var addresses: [(ObjectID, Address)] = []
        // By what Swift finds equal. Only a text with other letters than ASCII's has several normal forms.
        var unusual: [String: ObjectID] = [:]
        try visit { (query: CatalogQuery, row: FactRow, parent: ObjectID?, address: Address?) -> ObjectID? in
            let id = ObjectID(
                query.kind, schema: row.text(.schema), row.text(.name) ?? "", signature: row.text(.signature), parent: parent)
            var attributes = try row.attributes()
            let wordings = StableText.canonical(&attributes)
            var fact = Fact(id, attributes)
            fact.wordings.values = wordings
            let texts = [id.name, id.schema ?? "", id.signature ?? ""]
            if !texts.allSatisfy({ $0.utf8.allSatisfy { $0 < 0x80 } }), unusual.updateValue(id, forKey: id.canonical) ?? id != id
            {
                let reason = "its name differs from another one's only in the Unicode normal form"
                confused.append(UnmodelledObject("\(id) (\(reason))", schema: id.root.enclosingSchema))
                return nil
            }
            facts[id] = fact
            if let address { addresses.append((id, address)) }
            return id
        }
        for (id, address) in addresses { book.register(id, at: address) }
        return facts
    }
}
