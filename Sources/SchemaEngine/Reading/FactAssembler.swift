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
    /// `visit` gets the query's number, the row and what the visit of its parent returned, and returns what its children get.
    private func visit<Result>(_ visit: (CatalogQuery, FactRow, Result?, Address?) throws -> Result) rethrows {
        var known: [Address: Result] = [:]
        var waiting: [Waiting] = []
        func take(_ query: CatalogQuery, _ row: PostgresRow) throws -> Bool {
            let fact = FactRow(row: row)
            var parent: Result?
            if let address = fact.parent {
                // Exactly this object: a comment on a constraint's index must not become the constraint's.
                guard let found = known[address] else { return false }
                parent = found
            }
            let address = fact.address(query.catalog.flatMap { catalogs[$0] })
            let result = try visit(query, fact, parent, address)
            if let address { known[address] = result }
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
    func facts(_ book: inout AddressBook) throws -> [ObjectID: Fact] {
        var facts: [ObjectID: Fact] = [:]
        facts.reserveCapacity(results.reduce(0) { $0 + $1.rows.count })
        var addresses: [(ObjectID, Address)] = []
        try visit { (query: CatalogQuery, row: FactRow, parent: ObjectID?, address: Address?) -> ObjectID in
            let id = ObjectID(
                query.kind, schema: row.text(.schema), row.text(.name) ?? "", signature: row.text(.signature), parent: parent)
            var attributes = try row.attributes()
            StableText.canonical(&attributes, of: query.kind)
            facts[id] = Fact(id, attributes)
            if let address { addresses.append((id, address)) }
            return id
        }
        for (id, address) in addresses { book.register(id, at: address) }
        return facts
    }

    /// A digest of each fact by a digest of its identity, from the bytes of the rows alone: two readings are equal when these are.
    func digests(ignoring ignored: Set<ObjectKind>) -> [Int: Int] {
        var digests: [Int: Int] = [:]
        digests.reserveCapacity(results.reduce(0) { $0 + $1.rows.count })
        let ignoredColumns = results.map { result in
            Set(
                result.rows.columns.indices.filter {
                    $0 >= FactRow.Column.count && Fact.notCompared.contains(Attribute(rawValue: result.rows.columns[$0].name))
                })
        }
        var numbers: [ObjectKind: Set<Int>] = [:]
        for (number, result) in results.enumerated() { numbers[result.query.kind] = ignoredColumns[number] }
        visit { (query: CatalogQuery, fact: FactRow, parent: Int?, _: Address?) -> Int in
            var identity = Hasher()
            identity.combine(parent)
            identity.combine(query.kind)
            for column in [FactRow.Column.schema, .name, .signature] { fact.row.combine(column.rawValue, into: &identity) }
            let id = identity.finalize()
            guard !ignored.contains(query.kind) else { return id }
            var payload = Hasher()
            let skipped = numbers[query.kind] ?? []
            for column in FactRow.Column.count..<max(FactRow.Column.count, fact.row.columns.count) where !skipped.contains(column)
            {
                fact.row.combine(column, into: &payload)
            }
            digests[id] = payload.finalize()
            return id
        }
        return digests
    }
}

extension PostgresRow {
    /// Adds a column's bytes to a digest; NULL is none, and a false boolean is as good as NULL.
    fileprivate func combine(_ column: Int, into hasher: inout Hasher) {
        withBytes(column) { bytes in
            guard let bytes, !(columns[column].oid == 16 && bytes.first == UInt8(ascii: "f")) else { return hasher.combine(-1) }
            hasher.combine(bytes.count)
            hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
        }
    }
}
