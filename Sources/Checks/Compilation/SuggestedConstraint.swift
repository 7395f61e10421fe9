package import struct Foundation.Date
package import SchemaDSL
package import SchemaModel

/// The constraint that would prove a check which has long been clean, so that no run needs to read the table for it.
package struct SuggestedConstraint: Sendable, Hashable {
    package var check: CheckID
    package var database: String
    /// How many runs in a row it was clean, and since when.
    package var runs: Int
    package var since: Date
    /// Items of the table's declaration in Swift; nil where the table is not declared in Swift.
    package var swift: [String]?
    /// Statements that add the constraint without blocking writes for long.
    package var sql: [String]

    package init(check: CheckID, database: String, runs: Int, since: Date, swift: [String]?, sql: [String]) {
        self.check = check
        self.database = database
        self.runs = runs
        self.since = since
        self.swift = swift
        self.sql = sql
    }
}

extension SuggestedConstraint {
    /// The constraint of a check that needs none of the catalog's words; nil and a reason where no constraint could say it.
    package enum Answer: Sendable, Hashable {
        case constraint(swift: [String]?, sql: [String])
        case none(reason: String)
    }

    /// How many of the latest runs in a row found a check clean, and when the first of them started. Runs that skipped it do not count.
    package static func cleanRuns(_ check: CompiledCheck, _ past: [PastResult]) -> (runs: Int, since: Date)? {
        var clean: [Date] = []
        for result in past.filter({ $0.check == check.id && $0.database == check.database })
            .sorted(by: { $0.started > $1.started })
        {
            if result.outcome == CheckOutcome.skipped(reason: "").word { continue }
            // A check that tolerates failing rows passes with them; a constraint would refuse them.
            guard result.outcome == CheckOutcome.passed.word, result.failingRows == 0 else { break }
            clean.append(result.started)
        }
        return clean.last.map { (clean.count, $0) }
    }

    /// The constraint for a check, whatever its history.
    ///
    /// - Parameters:
    ///   - relations: The tables that are declared in Swift.
    ///   - partitionKeys: The tables that are partitioned, and the columns of their keys; nil stands for an expression.
    package static func answer(
        _ check: CompiledCheck, _ relations: [ObjectID: any Relation] = [:], partitionKeys: [ObjectID: [String?]] = [:]
    ) -> Answer {
        guard let table = check.table else { return .none(reason: "it is not about a table") }
        guard check.accepted.isEmpty else { return .none(reason: "it accepts failing rows") }
        let words = ConstraintWords(
            table: table, declaration: relations[table], relations: relations, partitionKey: partitionKeys[table])
        switch check.hint {
        case .unique(let unique): return words.unique(unique)
        case .references(let references): return words.foreignKey(references)
        case .whole: return .none(reason: "it is about the table as a whole")
        case nil: break
        }
        guard case .row(let row) = check.form else { return .none(reason: "no constraint can say it") }
        guard row.problems == nil else { return .none(reason: "the form of a JSON document is not written as a constraint") }
        guard row.scope == nil else { return .none(reason: "it looks at some rows only") }
        if row.condition.contains(/\b(now|current_\w+|localtime\w*|clock_timestamp|statement_timestamp|transaction_timestamp)\b/)
        {
            return .none(reason: "it depends on the time, and a constraint is not checked again as time passes")
        }
        if let column = SimpleCondition.notNullColumn(row.condition) { return words.notNull(column) }
        return words.check(row, named: check.id)
    }
}

/// The SQL and the Swift of constraints on one table.
private struct ConstraintWords {
    let table: ObjectID
    let declaration: (any Relation)?
    let relations: [ObjectID: any Relation]
    /// Nil for a table that is not partitioned.
    let partitionKey: [String?]?

    private var name: String { SQL.qualified(table.schema, table.name) }

    /// A name that PostgreSQL does not cut.
    private func constraint(_ parts: [String]) -> String {
        SQL.identifier(String(([table.name] + parts).joined(separator: "_").unicodeScalars.prefix(60)))
    }

    private func property(_ column: String) -> String? {
        declaration.flatMap { TableProfile.properties(of: $0)[column]?.path }
    }

    /// Added without a look at the rows, and then validated under a lock that lets writes through.
    private func validated(_ constraint: String, _ definition: String) -> [String] {
        [
            "ALTER TABLE \(name) ADD CONSTRAINT \(constraint) \(definition) NOT VALID;",
            "ALTER TABLE \(name) VALIDATE CONSTRAINT \(constraint);",
        ]
    }

    func notNull(_ column: String) -> SuggestedConstraint.Answer {
        let help = constraint([column, "not_null"])
        return .constraint(
            swift: property(column).map { ["\($0): add .notNull() to the column"] },
            sql: validated(help, "CHECK (\(SQL.identifier(column)) IS NOT NULL)") + [
                "ALTER TABLE \(name) ALTER COLUMN \(SQL.identifier(column)) SET NOT NULL;",
                "ALTER TABLE \(name) DROP CONSTRAINT \(help);",
            ])
    }

    func check(_ row: RowCondition, named id: CheckID) -> SuggestedConstraint.Answer {
        let last = id.rawValue.split(separator: ".").suffix(2).map(String.init)
        let own = constraint(last)
        // A constraint lets pass what is unknown. NOT NULL is said of a column for whose NULL the condition is unknown in any case.
        let isOfOneColumn = row.onNull == .fails && row.shown.count == 1 && Self.isUnknown(row.condition, forNullOf: row.shown[0])
        let condition = row.onNull == .fails && !isOfOneColumn ? "(\(row.condition)) IS TRUE" : row.condition
        var swift = [
            "Check(sql: \(TableProfile.literal([.sql(condition)], "")), name: \(TableProfile.literal([.sql(own)], "")))"
        ]
        var sql = validated(own, "CHECK (\(condition))")
        if isOfOneColumn, case .constraint(let words, let statements) = notNull(row.shown[0]) {
            sql += statements
            swift += words ?? []
        }
        return .constraint(swift: declaration == nil ? nil : swift, sql: sql)
    }

    /// False where a condition of one column may be true for its NULL: by a test for it, an alternative without it, or a function that need
    /// not be strict.
    private static func isUnknown(_ condition: String, forNullOf column: String) -> Bool {
        let isTested = condition.contains(/\b(IS|CASE|DISTINCT)\b/.ignoresCase())
        let calls = /\b(?!(?:IN|AND|OR|NOT|ANY|ALL|length|char_length|octet_length|abs|lower|upper)\b)\w+\s*\(/.ignoresCase()
        let name = SQL.identifier(column)
        return !isTested && !condition.contains(calls)
            && condition.split(separator: /\bOR\b/.ignoresCase()).allSatisfy { $0.contains(name) }
    }

    /// Stands before a statement for which a partitioned table has no way that blocks nobody.
    private static let blocking =
        "-- This blocks writes to the partitioned table until it is done. Declare it instead: the migration of `plumb generate` works part by part."

    func unique(_ unique: UniqueRows) -> SuggestedConstraint.Answer {
        if let partitionKey {
            guard partitionKey.allSatisfy({ $0.map(unique.columns.contains) ?? false }) else {
                return .none(reason: "a unique constraint of a partitioned table must contain all columns of its partition key")
            }
        }
        let columns = unique.columns.map(SQL.identifier).joined(separator: ", ")
        let own = constraint(unique.columns + ["key"])
        let nulls = unique.nullsAreEqual ? " NULLS NOT DISTINCT" : ""
        let names = unique.columns.compactMap(property)
        let index = "\(own) ON \(name) (\(columns))\(nulls)\(unique.scope.map { " WHERE \($0)" } ?? "")"
        let isConstraint = unique.scope == nil
        let sql: [String]
        if partitionKey == nil {
            sql =
                ["CREATE UNIQUE INDEX CONCURRENTLY \(index);"]
                + (isConstraint ? ["ALTER TABLE \(name) ADD CONSTRAINT \(own) UNIQUE USING INDEX \(own);"] : [])
        } else {
            let added = "ALTER TABLE \(name) ADD CONSTRAINT \(own) UNIQUE\(nulls) (\(columns));"
            sql = [Self.blocking, isConstraint ? added : "CREATE UNIQUE INDEX \(index);"]
        }
        guard isConstraint else { return .constraint(swift: nil, sql: sql) }
        let distinct = unique.nullsAreEqual ? ", nullsNotDistinct: true" : ""
        return .constraint(
            swift: names.count == unique.columns.count ? ["Unique(\(names.joined(separator: ", "))\(distinct))"] : nil, sql: sql)
    }

    func foreignKey(_ references: ReferencedRows) -> SuggestedConstraint.Answer {
        let columns = references.columns.map(SQL.identifier).joined(separator: ", ")
        let targets = references.targetColumns.map(SQL.identifier).joined(separator: ", ")
        let target = SQL.qualified(references.target.schema, references.target.name)
        let own = constraint(references.columns + ["fkey"])
        let definition = "FOREIGN KEY (\(columns)) REFERENCES \(target) (\(targets))"
        // Before PostgreSQL 18, NOT VALID is refused for a partitioned table.
        var sql =
            partitionKey == nil
            ? validated(own, definition) : [Self.blocking, "ALTER TABLE \(name) ADD CONSTRAINT \(own) \(definition);"]
        sql.insert("-- \(target) (\(targets)) needs a primary key or a unique constraint first, where it has none.", at: 0)
        var swift: [String]?
        if let other = relations[references.target] {
            let place = SwiftPlace.variable(of: other)
            let properties = TableProfile.properties(of: other)
            let own = references.columns.compactMap(property)
            let theirs = references.targetColumns.compactMap { properties[$0].map { "\(place).\($0.path)" } }
            if own.count == references.columns.count, theirs.count == references.targetColumns.count {
                swift =
                    own.count == 1
                    ? ["ForeignKey(\(own[0]), references: \(theirs[0]))"]
                    : ["ForeignKey([\(own.joined(separator: ", "))], references: [\(theirs.joined(separator: ", "))])"]
            }
        }
        if references.onNull == .fails {
            for column in references.columns {
                guard case .constraint(let words, let statements) = notNull(column) else { continue }
                sql += statements
                if let words { swift? += words }
            }
        }
        return .constraint(swift: swift, sql: sql)
    }
}

/// Guesses at names in the source of a declaration.
enum SwiftPlace {
    /// What the instance of a table is probably called: that of `OrderLines` is `orderLines`.
    static func variable(of relation: any Relation) -> String {
        let name = "\(type(of: relation))"
        return name.prefix(1).lowercased() + name.dropFirst()
    }
}
