extension Rule {
    /// Changes that may fail on existing data.
    static let failureRules: [Rule] = [
        Rule(
            "PL014", "ADD COLUMN NOT NULL without a default", .failure, .error,
            aliases: Aliases(squawk: ["adding-required-field"], atlas: ["MF103"]),
            why: "It fails as soon as the table has a row.",
            instead:
                "Give a constant default, which costs nothing; or add the column nullable, fill it, and set NOT NULL by way of a CHECK."
        ) { visit in
            for added in visit.addedColumns where visit.isInUse(added.table) {
                guard added.constraint("CONSTR_NOTNULL") != nil || added.constraint("CONSTR_PRIMARY") != nil,
                    added.constraint("CONSTR_DEFAULT").map({ $0["raw_expr"].isNullConstant }) ?? true, !added.type.isSerial,
                    added.constraint("CONSTR_IDENTITY") == nil, added.constraint("CONSTR_GENERATED") == nil
                else { continue }
                visit.report(
                    "fails when \(visit.text(added.table)) has rows: they would have no \(added.name)", at: added.location,
                    about: added.subject)
            }
        },
        Rule(
            "PL046", "UNIQUE over existing rows", .failure, .note, aliases: Aliases(atlas: ["MF101"]),
            why: "It fails on the first pair of rows that are alike, at the end of a long build.",
            instead: "Look for duplicates first: SELECT columns, count(*) … GROUP BY columns HAVING count(*) > 1."
        ) { visit in
            guard let unique = visit.newUnique, visit.isInUse(unique.table), !visit.isKnownUnique(unique) else { return }
            guard visit.sameIndex(unique) == nil else { return }
            visit.report(
                "fails when two rows of \(visit.text(unique.table)) agree in \(unique.columns.joined(separator: ", "))",
                at: unique.location)
        },
        Rule(
            "PL047", "Index made unique", .failure, .warning, aliases: Aliases(atlas: ["MF102"]),
            why: "The old index was not unique, so the rows may well not be: the build fails at its end.",
            instead: "Look for duplicates first: SELECT columns, count(*) … GROUP BY columns HAVING count(*) > 1."
        ) { visit in
            guard let unique = visit.newUnique, visit.isInUse(unique.table), !visit.isKnownUnique(unique),
                let old = visit.sameIndex(unique)
            else { return }
            visit.report("\(old) over the same columns was not unique", at: unique.location)
        },
        Rule(
            "PL080", "Enum value used in the transaction that adds it", .failure, .error,
            why: "PostgreSQL refuses it: unsafe use of new value (55P04).",
            instead: "COMMIT after ADD VALUE, and use the value in the next transaction."
        ) { visit in
            guard visit.state.isOpen, visit.kind != "AlterEnumStmt" else { return }
            let added = visit.known.enums.flatMap { type in
                type.value.added.filter {
                    $0.value.script == visit.state.script && $0.value.transaction == visit.state.transaction
                }
                .map { (type: type.key, label: $0.key) }
            }
            guard !added.isEmpty else { return }
            let constants = Set(visit.statement.node.all("A_Const").compactMap { $0["sval"]["sval"].string })
            for (type, label) in added.sorted(by: { $0.label < $1.label }) where constants.contains(label) {
                visit.report("'\(label)' was added to \(visit.text(type)) in this transaction")
            }
        },
        Rule(
            "PL081", "Function changed whose results are stored", .failure, .warning,
            why:
                "Indexes, CHECKs, generated columns and materialized views keep what the old body computed: queries by the index miss "
                + "rows, and a dump may not load.",
            instead:
                "A function of a new name; build the index on it beside the old one. Or REINDEX, REFRESH, and check the rows again."
        ) { visit in
            guard visit.kind == "CreateFunctionStmt", visit["replace"].isTrue else { return }
            let name = visit.known.name(visit["funcname"].names)
            // A function that is made here for the first time changes nothing.
            guard visit.known.functions[name] != nil || !visit.known.isLive else { return }
            let users = StoredResults.users(of: name, visit.known)
            guard !users.isEmpty else { return }
            visit.report(
                "\(users.joined(separator: ", ")) \(users.count == 1 ? "keeps" : "keep") what the old \(visit.text(name)) computed",
                about: Subject(schema: name.schema, name: name.name))
        },
    ]
}

/// A uniqueness that a statement adds.
struct NewUnique {
    let table: QName
    let columns: [String]
    let location: Int
}

extension Visit {
    var newUnique: NewUnique? {
        if kind == "IndexStmt", self["unique"].isTrue {
            let names = self["indexParams"].list.map { $0["IndexElem"]["name"].string }
            let columns = names.compactMap(\.self)
            guard columns.count == names.count, !self["whereClause"].exists else { return nil }
            return NewUnique(table: known.name(self["relation"]), columns: columns, location: 0)
        }
        let added = addedConstraints("CONSTR_UNIQUE") + addedConstraints("CONSTR_PRIMARY")
        // A new column holds NULLs, which are distinct; USING INDEX was unique before.
        guard let constraint = added.first(where: { $0.column == nil && $0.node["indexname"].string == nil }) else { return nil }
        return NewUnique(table: constraint.table, columns: constraint.node["keys"].names, location: constraint.location)
    }

    /// A unique index over some of the columns proves that all of them are unique.
    func isKnownUnique(_ unique: NewUnique) -> Bool {
        if let rows = known.tables[unique.table]?.rows, rows == 0 { return true }
        return known.indexes(of: unique.table).contains { index in
            index.isUnique && !index.predicate.exists && index.columns.allSatisfy { $0.map(unique.columns.contains) ?? false }
        }
    }

    /// An index over the same columns that is not unique, or was not before this script dropped it.
    func sameIndex(_ unique: NewUnique) -> String? {
        let columns = Set(unique.columns)
        let all = known.indexes(of: unique.table) + state.droppedIndexes.filter { $0.table == unique.table }
        return all.first { !$0.isUnique && Set($0.columns.compactMap(\.self)) == columns && $0.columns.count == columns.count }?
            .name.name
    }
}

/// Where results of a function are kept.
enum StoredResults {
    static func users(of function: QName, _ known: KnownSchema) -> [String] {
        func calls(_ node: Node) -> Bool { node.functionNames.contains { known.name($0) == function } }
        let indexes = known.indexes.values.filter { index in
            index.keys.contains { calls($0["expr"]) } || calls(index.predicate)
        }
        return indexes.map { "index \($0.name.name)" }.sorted()
            + known.tables.values.sorted { $0.name.description < $1.name.description }.flatMap { table in
                table.constraints.filter { $0.kind == .check && calls($0.expression) }.map { "constraint \($0.name)" }
                    + table.columns.filter { $0.isGenerated && calls($0.generation) }
                    .map { "generated column \(table.name.name).\($0.name)" }
                    + (table.kind == .materializedView && calls(table.query) ? ["materialized view \(table.name.name)"] : [])
            }
    }
}
