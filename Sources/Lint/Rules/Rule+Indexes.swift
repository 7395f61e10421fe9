import SchemaModel

extension Rule {
    /// Indexes that are missing, superfluous or of no use.
    static let indexRules: [Rule] = [
        Rule(
            "PL082", "Foreign key without an index", .lock, .warning,
            why:
                "PostgreSQL indexes the referenced key, never the referencing columns: each DELETE, and each UPDATE "
                + "of the key, of a "
                + "referenced row reads the whole referencing table.",
            instead: "CREATE INDEX CONCURRENTLY … ON referencing_table (the key's columns first).", about: .design
        ) { _ in
        } conclude: { end in
            for table in end.tables where end.known.isWhole(table.name) {
                for key in table.constraints where key.kind == .foreign && !key.columns.isEmpty {
                    guard !IndexCover.covers(Set(key.columns), of: table, in: end) else { continue }
                    let columns = key.columns.map(end.quoted).joined(separator: ", ")
                    let other = key.references.map(end.text) ?? ""
                    end.report(
                        "a DELETE of \(other) reads all of \(end.text(table.name)): no index begins with (\(columns))",
                        at: key.place,
                        instead: "CREATE INDEX CONCURRENTLY ON \(end.quoted(table.name)) (\(columns));",
                        about: Subject(schema: table.name.schema, name: table.name.name, part: key.name))
                }
            }
        },
        Rule(
            "PL083", "Redundant index", .hygiene, .warning,
            why:
                "Each index is written at every INSERT and most UPDATEs, takes memory and disk, and has to be vacuumed; what the "
                + "shorter of two finds, the longer finds as well.",
            instead: "DROP INDEX CONCURRENTLY the shorter one, after pg_stat_user_indexes says that idx_scan can do without it.",
            about: .design
        ) { _ in
        } conclude: { end in
            for index in end.indexes where index.birth != nil {
                let others = (end.indexesByTable[index.table] ?? []).filter { $0.name != index.name && !$0.isInvalid }
                guard let other = others.first(where: { IndexCover.isRedundant(index, beside: $0, in: end.known) }) else {
                    continue
                }
                let isSame = index.keys.count == other.keyCount
                end.report(
                    "\(index.name.name) finds nothing that \(other.name.name) does not: "
                        + (isSame ? "they have the same columns" : "its columns are the first of that one's"),
                    at: index.place, about: Subject(schema: index.name.schema, name: index.name.name))
            }
        },
        Rule(
            "PL084", "Index on a column of very few values", .hygiene, .note,
            why:
                "Where half of the rows have the value, reading the table is cheaper than the index, which is then "
                + "never used, but "
                + "written each time.",
            instead: "CREATE INDEX … ON t (what the queries sort or look up) WHERE the rare value: WHERE NOT resolved.",
            about: .design
        ) { visit in visit.reportFewValues() },
        Rule(
            "PL085", "REFRESH … CONCURRENTLY that PostgreSQL refuses", .failure, .error,
            why:
                "It needs a unique index over plain columns, without a WHERE, to tell the old rows from the new, and "
                + "a view that was "
                + "filled once. Without them: cannot refresh materialized view concurrently.",
            instead: "CREATE UNIQUE INDEX ON the_view (its key columns); REFRESH it once without CONCURRENTLY.", about: .both,
            in: [.script, .block, .routine, .job]
        ) { visit in
            guard visit.kind == "RefreshMatViewStmt", visit["concurrent"].isTrue else { return }
            let view = visit.known.name(visit["relation"])
            visit.known.memory.refreshes.append((view, visit.place()))
            if visit.statement.origin.kind == .script, let known = visit.known.tables[view], !known.isPopulated {
                visit.report("\(visit.text(view)) was never filled: CONCURRENTLY is refused")
            }
        } conclude: { end in
            for (view, place) in end.known.memory.refreshes {
                guard let known = end.known.tables[view], known.kind == .materializedView, known.place != nil
                else { continue }
                let isReady = end.known.indexes(of: view).contains { index in
                    index.isUnique && !index.predicate.exists && !index.columns.isEmpty && index.columns.allSatisfy { $0 != nil }
                }
                if !isReady {
                    end.report(
                        "\(end.text(view)) has no unique index over plain columns", at: place,
                        instead: "CREATE UNIQUE INDEX ON \(end.quoted(view)) (its key columns);")
                }
            }
        },
        Rule(
            "PL086", "UNIQUE over a column that may be NULL", .failure, .warning,
            why: "NULLs are distinct: any number of rows with NULL there go in, and ON CONFLICT never finds the one before.",
            instead: "UNIQUE NULLS NOT DISTINCT (…) (PostgreSQL 15), or the column NOT NULL with a value for none.",
            about: .design
        ) { _ in
        } conclude: { end in
            for table in end.tables where table.place != nil {
                for key in table.constraints where key.kind == .unique && !key.nullsNotDistinct {
                    end.judgeUnique(table, key.columns, key.place, key.name)
                }
            }
            for index in end.indexes where index.isUnique && index.constraint == nil && !index.nullsNotDistinct {
                guard !index.predicate.exists, let table = end.known.tables[index.table], table.place != nil else { continue }
                // Over an expression, such as COALESCE, NULL may be provided for.
                let columns = index.columns.compactMap(\.self)
                if columns.count == index.columns.count { end.judgeUnique(table, columns, index.place, index.name.name) }
            }
        },
    ]
}

extension Visit {
    fileprivate mutating func reportFewValues() {
        let keys = self["indexParams"].list.map { $0["IndexElem"] }
        let included = self["indexIncludingParams"].list
        guard kind == "IndexStmt", !self["unique"].isTrue, keys.count == 1, included.isEmpty, let column = keys[0]["name"].string,
            ["btree", "hash", nil].contains(self["accessMethod"].string)
        else { return }
        let name = known.name(self["relation"])
        let predicate = self["whereClause"]
        if predicate.exists {
            if Predicates.fixes(column, predicate) {
                report(
                    "each entry of \(self["idxname"].string ?? "the index") has the same \(column): it finds no row "
                        + "faster than another",
                    instead: "CREATE INDEX … (what the queries sort or look up) WHERE … as it is.", about: indexSubject)
            }
            return
        }
        guard let table = known.tables[name], let known = table.column(column) else { return }
        if known.type.name == "bool", !known.type.isArray {
            report("\(text(name)).\(column) is boolean: an index over all rows finds half of them at best", about: indexSubject)
        } else if let labels = self.known.labels(of: known.type), labels.count <= 2 {
            report(
                "\(text(name)).\(column) has \(labels.count == 1 ? "one value" : "two values"): an index over all rows finds half "
                    + "of them at best", about: indexSubject)
        } else if let distinct = known.distinct, (1...2).contains(distinct), (table.rows ?? 0) >= 1000 {
            report(
                "\(text(name)).\(column) has \(Int(distinct)) \(distinct == 1 ? "value" : "values") in "
                    + "\(Int(table.rows ?? 0)) rows, "
                    + "by the server's statistics", about: indexSubject)
        }
    }
}

/// The meaning of a condition for a column.
enum Predicates {
    /// True when it lets in one value of the column only.
    static func fixes(_ column: String, _ condition: Node) -> Bool {
        func isColumn(_ node: Node) -> Bool { node.columnReference?.last == column }
        if isColumn(condition) { return true }
        if let test = condition[as: "NullTest"] { return test["nulltesttype"].string == "IS_NULL" && isColumn(test["arg"]) }
        if let test = condition[as: "BooleanTest"] {
            return ["IS_TRUE", "IS_FALSE", "IS_UNKNOWN"].contains(test["booltesttype"].string) && isColumn(test["arg"])
        }
        if let expression = condition[as: "A_Expr"], expression["kind"].string == "AEXPR_OP", expression.operatorName == "=" {
            let (left, right) = (expression["lexpr"], expression["rexpr"])
            return (isColumn(left) && right.isConstant) || (isColumn(right) && left.isConstant)
        }
        if let logic = condition[as: "BoolExpr"] {
            let parts = logic["args"].list
            switch logic["boolop"].string {
            case "AND_EXPR": return parts.contains { fixes(column, $0) }
            case "NOT_EXPR": return parts.contains(where: isColumn)
            default: return false
            }
        }
        return false
    }
}

extension Node {
    var isConstant: Bool { self["A_Const"].exists || (self[as: "TypeCast"]?["arg"].isConstant ?? false) }
}

/// Which index answers for what.
enum IndexCover {
    /// True when an index of the table, or of what it is a partition of, begins with the columns in any order.
    static func covers(_ columns: Set<String>, of table: KnownTable, in end: Conclusion) -> Bool {
        var name: QName? = table.name
        var seen: Set<QName> = []
        while let current = name, seen.insert(current).inserted {
            let found = (end.indexesByTable[current] ?? []).contains { index in
                let first = index.columns.prefix(columns.count).compactMap(\.self)
                let isPartial = index.predicate.exists && !isNotNull(index.predicate, columns)
                return ["btree", "hash"].contains(index.method) && first.count == columns.count && Set(first) == columns
                    && !isPartial
            }
            if found { return true }
            name = end.known.tables[current]?.partitionOf
        }
        return false
    }

    /// `WHERE key IS NOT NULL` leaves out no row that refers to anything.
    private static func isNotNull(_ predicate: Node, _ columns: Set<String>) -> Bool {
        guard let test = predicate[as: "NullTest"], test["nulltesttype"].string == "IS_NOT_NULL" else { return false }
        return columns.contains(test["arg"].columnReference?.last ?? "")
    }

    /// A key, to compare.
    private struct Key: Equatable {
        let what: String
        let expression: Node?
        let descends: Bool
        let nullsFirst: Bool
        let operators: [String]
        let collation: [String]

        init(_ element: Node) {
            what = element["name"].string ?? ""
            expression = element["expr"].exists ? element["expr"] : nil
            descends = element["ordering"].string == "SORTBY_DESC"
            let nulls = element["nulls_ordering"].string
            nullsFirst = nulls == "SORTBY_NULLS_FIRST" || (nulls != "SORTBY_NULLS_LAST" && descends)
            operators = element["opclass"].names
            collation = element["collation"].names
        }

        init(column: String) {
            (what, expression, descends, nullsFirst, operators, collation) = (column, nil, false, false, [], [])
        }

        static func == (a: Key, b: Key) -> Bool { a.isSame(as: b) && a.descends == b.descends && a.nullsFirst == b.nullsFirst }
        func isReverse(of other: Key) -> Bool {
            isSame(as: other) && descends != other.descends && nullsFirst != other.nullsFirst
        }

        private func isSame(as other: Key) -> Bool {
            guard what == other.what, operators == other.operators, collation == other.collation else { return false }
            guard let expression, let theirs = other.expression else { return expression == nil && other.expression == nil }
            return expression.isSame(as: theirs)
        }
    }

    private static func keys(_ index: KnownIndex) -> [Key] {
        index.keys.isEmpty ? index.columns.compactMap(\.self).map(Key.init(column:)) : index.keys.map(Key.init)
    }

    /// True when an index could go without a query that misses it.
    static func isRedundant(_ index: KnownIndex, beside other: KnownIndex, in known: KnownSchema) -> Bool {
        guard index.constraint == nil, index.method == other.method, index.method != "ivfflat", index.method != "hnsw",
            known.tables[index.table]?.replicaIndex != index.name.name
        else { return false }
        let samePredicate = index.predicate.exists == other.predicate.exists && index.predicate.isSame(as: other.predicate)
        guard samePredicate else { return false }
        let (own, theirs) = (keys(index), keys(other))
        guard !own.isEmpty, own.count <= theirs.count else { return false }
        let begins = zip(own, theirs).allSatisfy { $0 == $1 }
        let reversed = index.method == "btree" && zip(own, theirs).allSatisfy { $0.isReverse(of: $1) }
        guard begins || reversed else { return false }
        let isEqual = own.count == theirs.count
        let stored = Set(other.columns.compactMap(\.self) + other.included)
        guard Set(index.included).isSubset(of: stored) else { return false }
        if !isEqual {
            guard index.method == "btree", !index.isUnique else { return false }
            return true
        }
        if index.isUnique, !(other.isUnique && index.nullsNotDistinct == other.nullsNotDistinct) { return false }
        if other.constraint != nil || (other.isUnique && !index.isUnique) { return true }
        let isRicher = !Set(other.included).isSubset(of: Set(index.included))
        return isRicher || (Set(other.included) == Set(index.included) && isLater(index, than: other))
    }

    private static func isLater(_ index: KnownIndex, than other: KnownIndex) -> Bool {
        guard let own = index.place, let theirs = other.place else { return true }
        return (own.source, own.offset, own.statement, index.name.name)
            > (theirs.source, theirs.offset, theirs.statement, other.name.name)
    }
}

extension KnownIndex {
    var keyCount: Int { keys.isEmpty ? columns.count : keys.count }
}

extension Conclusion {
    func quoted(_ name: String) -> String { SQL.identifier(name) }
    func quoted(_ name: QName) -> String {
        name.schema == "public" ? SQL.identifier(name.name) : SQL.identifier(name.schema) + "." + SQL.identifier(name.name)
    }

    /// True when a key looks as if it were meant to hold for NULL, too.
    ///
    /// One optional text beside a key, such as an address within an account, is unique on purpose where it is there.
    fileprivate mutating func judgeUnique(_ table: KnownTable, _ names: [String], _ place: Place?, _ constraint: String) {
        let columns = names.compactMap { table.column($0) }
        guard columns.count == names.count else { return }
        let nullable = columns.filter {
            !$0.isNotNull && !$0.isGenerated && (!$0.defaultValue.exists || $0.defaultValue.isNullConstant)
        }
        let meant = nullable.filter { column in
            if columns.count == 1 { return ["name", "code", "slug", "key"].contains(column.name) }
            let isReference = table.constraints.contains { $0.kind == .foreign && $0.columns.contains(column.name) }
            return isReference || nullable.count == columns.count || isPart(column)
        }
        guard let first = meant.first else { return }
        report(
            "\(constraint) lets in any number of rows whose \(first.name) is NULL", at: place,
            about: Subject(schema: table.name.schema, name: table.name.name, part: constraint))
    }

    /// A number, time or flag that divides rows, as an hour does; not the number that another system gives.
    private func isPart(_ column: KnownColumn) -> Bool {
        let parts: Set<String> = ["int2", "int4", "int8", "bool", "date", "timestamp", "timestamptz", "time"]
        let foreign = ["_id", "_uuid", "_key", "_number", "_no", "_ref", "_token"]
        return parts.contains(column.type.name) && !foreign.contains { column.name.lowercased().hasSuffix($0) }
            && column.name != "id"
    }
}
