import PostgresClient
import SchemaModel

/// One digest of all facts of a database, to tell whether another is equal.
///
/// The server hashes each row; here a row is mixed with the digests of its parent and of the columns that it names by number, because
/// oids and numbers of columns mean nothing in another database. Two databases have equal sums exactly when they have equal facts, but
/// for one chance in 2^64.
struct CatalogDigest: Equatable, Sendable {
    /// The sum of the digests of all facts, in any order.
    private var sum = 0
    /// The number of rows.
    private(set) var count = 0
    /// False when a row names a column that is not a fact: nothing can be said of equality then.
    private(set) var isComplete = true

    /// - Parameters:
    ///   - results: the queries, with the rows of their ``CatalogQuery/digestSQL``.
    ///   - catalogs: the oid of each table of `pg_catalog`, by name.
    ///   - ignored: kinds that are not compared; their facts only contain others.
    init(_ results: [(query: CatalogQuery, rows: PostgresRows)], catalogs: [String: UInt32], ignoring ignored: Set<ObjectKind>) {
        var known: [Address: Int] = [:]
        known.reserveCapacity(results.reduce(0) { $0 + ($1.query.catalog == nil ? 0 : $1.rows.count) })
        var waiting: [(query: Int, row: PostgresRow)] = []
        // Rows that name columns; those are known only when all rows have been visited.
        var naming: [(digest: Int, row: PostgresRow)] = []

        func take(_ number: Int, _ row: PostgresRow) -> Bool {
            let query = results[number].query
            let digest = DigestRow(row: row)
            var parent = 0
            if let address = digest.parent {
                guard let found = known[address] else { return false }
                parent = found
            }
            var hasher = Hasher()
            hasher.combine(parent)
            hasher.combine(query.kind)
            hasher.combine(digest.hash)
            let value = hasher.finalize()
            if let address = digest.address(query.catalog.flatMap { catalogs[$0] }) { known[address] = value }
            if ignored.contains(query.kind) { return true }
            if query.comparison.columns.isEmpty {
                add(value)
            } else {
                naming.append((value, row))
            }
            return true
        }

        for (number, result) in results.enumerated() {
            for row in result.rows where !take(number, row) { waiting.append((number, row)) }
        }
        // A part can come before what it is a part of. What is left in the end is part of something that is not a fact.
        while !waiting.isEmpty {
            let left = waiting.filter { !take($0.query, $0.row) }
            if left.count == waiting.count { break }
            waiting = left
        }
        let relations = catalogs["pg_class"] ?? 0
        for (digest, row) in naming {
            if let value = DigestRow(row: row).mixed(digest, relations: relations, known) {
                add(value)
            } else {
                isComplete = false
            }
        }
    }

    private mutating func add(_ digest: Int) {
        sum &+= digest
        count += 1
    }
}

/// A row of a ``CatalogQuery/digestSQL``.
private struct DigestRow {
    private enum Column: Int {
        case objectID, subID, parentClass, parentID, parentSub, hash
        static let count = 6
    }

    let row: PostgresRow

    private func number(_ column: Column) -> Int? { row.number(column.rawValue) }

    var hash: Int { number(.hash) ?? 0 }

    /// The place of the fact in a catalog; nil for a fact without a row of its own.
    func address(_ catalog: UInt32?) -> Address? {
        guard let catalog, let object = number(.objectID) else { return nil }
        return Address(
            catalog: catalog, object: UInt32(truncatingIfNeeded: object), column: Int32(truncatingIfNeeded: number(.subID) ?? 0))
    }

    /// The place of its parent; nil for a root.
    var parent: Address? {
        guard let catalog = number(.parentClass), let object = number(.parentID) else { return nil }
        return Address(
            catalog: UInt32(truncatingIfNeeded: catalog), object: UInt32(truncatingIfNeeded: object),
            column: Int32(truncatingIfNeeded: number(.parentSub) ?? 0))
    }

    /// The digest with those of the columns that the row names, and of their relations; nil when one is not known.
    func mixed(_ digest: Int, relations: UInt32, _ known: [Address: Int]) -> Int? {
        var hasher = Hasher()
        hasher.combine(digest)
        for place in stride(from: Column.count, to: row.columns.count, by: 2) {
            guard let relation = row.number(place).map(UInt32.init(truncatingIfNeeded:)) else {
                hasher.combine(-1)
                continue
            }
            guard let found = known[Address(catalog: relations, object: relation, column: 0)] else { return nil }
            hasher.combine(found)
            for number in row.numbers(place + 1) {
                guard number > 0 else {
                    hasher.combine(number)
                    continue
                }
                let address = Address(catalog: relations, object: relation, column: Int32(truncatingIfNeeded: number))
                guard let column = known[address] else { return nil }
                hasher.combine(column)
            }
        }
        return hasher.finalize()
    }
}

extension PostgresRow {
    /// The numbers of a vector or an array of them; none for NULL.
    fileprivate func numbers(_ column: Int) -> [Int] {
        withBytes(column) { bytes in
            guard let bytes else { return [] }
            var numbers: [Int] = []
            var number: Int?
            var sign = 1
            for byte in bytes {
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"): number = (number ?? 0) &* 10 &+ Int(byte &- UInt8(ascii: "0"))
                case UInt8(ascii: "-"): sign = -1
                default:
                    if let number { numbers.append(sign * number) }
                    number = nil
                    sign = 1
                }
            }
            if let number { numbers.append(sign * number) }
            return numbers
        }
    }
}
