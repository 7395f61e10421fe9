extension Rule {
    /// Locks that a better statement would not take: indexes, constraints, partitions.
    static let lockRules: [Rule] = [
        Rule(
            "PL001", "CREATE INDEX without CONCURRENTLY", .lock, .error,
            aliases: Aliases(
                squawk: ["require-concurrent-index-creation"], strong: ["add_index", "add_reference"], atlas: ["PG101"]),
            why: "It takes a SHARE lock: nobody writes to the table until the index is built.",
            instead: "CREATE INDEX CONCURRENTLY, outside a transaction; drop an invalid index of a failed build first."
        ) { visit in
            guard visit.kind == "IndexStmt", !visit["concurrent"].isTrue, visit.isInUse(visit["relation"]) else { return }
            let table = visit.known.name(visit["relation"])
            // A generated migration rebuilds an index under the lock of the change that takes it away.
            if visit.role == .generated, visit.state.exclusive.contains(table) { return }
            if visit.known.tables[table]?.isPartitioned == true {
                guard visit["relation"]["inh"].isTrue else { return }
                return visit.report(
                    "an index on all partitions of \(visit.text(table)) blocks writes to them while it is built",
                    instead: "CREATE INDEX … ON ONLY \(visit.text(table)), then CREATE INDEX CONCURRENTLY on each partition and "
                        + "ALTER INDEX … ATTACH PARTITION.", about: visit.indexSubject)
            }
            visit.report("writes to \(visit.text(table)) wait until the index is built", about: visit.indexSubject)
        },
        Rule(
            "PL002", "DROP INDEX without CONCURRENTLY", .lock, .warning,
            aliases: Aliases(squawk: ["require-concurrent-index-deletion"], strong: ["remove_index"], atlas: ["PG102"]),
            why: "It takes ACCESS EXCLUSIVE on the table and waits for every query on it, with all later ones behind it.",
            instead: "DROP INDEX CONCURRENTLY, outside a transaction."
        ) { visit in
            guard visit.removeType == "OBJECT_INDEX", !visit["concurrent"].isTrue else { return }
            for (name, _) in visit.dropped {
                let index = visit.known.indexes[name]
                if let index, index.birth?.script == visit.state.script || !visit.isInUse(index.table) { continue }
                // An index of a partitioned table cannot be dropped concurrently.
                if let index, visit.known.tables[index.table]?.isPartitioned == true { continue }
                visit.report("DROP INDEX \(visit.text(name)) waits for, and stops, every query on its table")
            }
        },
        Rule(
            "PL003", "REINDEX without CONCURRENTLY", .lock, .error,
            aliases: Aliases(squawk: ["require-concurrent-reindex"]),
            why: "It blocks writes to the table, and reads that would use the index, until it is rebuilt.",
            instead: "REINDEX … CONCURRENTLY, outside a transaction."
        ) { visit in
            guard visit.kind == "ReindexStmt", visit["kind"].string != "REINDEX_OBJECT_SYSTEM",
                !Statement.options(visit["params"]).contains("concurrently")
            else { return }
            if visit["relation"].exists {
                let name = visit.known.name(visit["relation"])
                let table = visit.known.indexes[name]?.table ?? name
                guard visit.isInUse(table) else { return }
            }
            visit.report("REINDEX blocks writes until it is done")
        },
        Rule(
            "PL004", "DETACH PARTITION without CONCURRENTLY", .lock, .warning,
            aliases: Aliases(squawk: ["require-concurrent-partition-detach"]),
            why: "It takes ACCESS EXCLUSIVE on the partitioned table: every query on any partition waits.",
            instead:
                "ALTER TABLE … DETACH PARTITION … CONCURRENTLY, outside a transaction (PostgreSQL 14; not with a DEFAULT partition)."
        ) { visit in
            for command in visit.commands where command.type == "DetachPartition" {
                let detach = command.definition["PartitionCmd"]
                // A DEFAULT partition forbids the concurrent form.
                guard !detach["concurrent"].isTrue, visit.isInUse(command.table),
                    visit.known.tables[command.table]?.hasDefaultPartition != true
                else { continue }
                visit.report("detaching stops every query on \(visit.text(command.table))", at: command.location)
            }
        },
        Rule(
            "PL005", "CONCURRENTLY inside a transaction", .transaction, .error,
            aliases: Aliases(squawk: ["ban-concurrent-index-creation-in-transaction"], atlas: ["PG103", "TX101"]),
            why: "PostgreSQL refuses it: the work needs transactions of its own.",
            instead: "Put it outside BEGIN … COMMIT, and mark the file as not transactional for the tool that runs it.",
            in: [.script, .block, .routine]
        ) { visit in
            let isRoutine = visit.statement.origin.kind != .script
            guard visit.state.isOpen || isRoutine, let what = visit.concurrentWork else { return }
            let place =
                isRoutine
                ? "a function or DO block" : visit.state.isImplicit ? "the transaction that the tool opens" : "a transaction"
            visit.report("\(what) CONCURRENTLY cannot run inside \(place)")
        },
        Rule(
            "PL006", "Foreign key added without NOT VALID", .lock, .error,
            aliases: Aliases(
                squawk: ["adding-foreign-key-constraint", "constraint-missing-not-valid"],
                strong: ["add_foreign_key", "add_reference"],
                atlas: ["PG306"]),
            why: "Both tables are locked against writes while every row is looked up.",
            instead:
                "ADD CONSTRAINT … FOREIGN KEY … NOT VALID, then ALTER TABLE … VALIDATE CONSTRAINT in a transaction of its own."
        ) { visit in
            for added in visit.addedConstraints("CONSTR_FOREIGN") where visit.isInUse(added.table) {
                guard !added.node["skip_validation"].isTrue else { continue }
                let referenced = visit.known.name(added.node["pktable"])
                // A new column without a default holds no value to look up; the lock is there all the same.
                if let column = added.column, !column.hasDefault {
                    guard referenced != added.table, visit.isInUse(referenced) else { continue }
                    visit.report(
                        "writes to \(visit.text(referenced)) wait too, for as long as \(visit.text(added.table)) is waited for",
                        at: added.location,
                        instead:
                            "ADD COLUMN without REFERENCES; then ADD CONSTRAINT … FOREIGN KEY … NOT VALID by itself, under a "
                            + "lock_timeout; then VALIDATE CONSTRAINT.", about: added.subject, severity: .note)
                    continue
                }
                // PL078 says what is possible with partitioned tables.
                let partitioned = [added.table, referenced].contains { visit.known.tables[$0]?.isPartitioned == true }
                guard !partitioned else { continue }
                let other = visit.text(referenced)
                visit.report(
                    "writes to \(visit.text(added.table)) and \(other) wait while every row is checked", at: added.location,
                    about: added.subject)
            }
        },
        Rule(
            "PL007", "CHECK added without NOT VALID", .lock, .error,
            aliases: Aliases(squawk: ["constraint-missing-not-valid"], strong: ["add_check_constraint"], atlas: ["PG305"]),
            why: "The table is locked ACCESS EXCLUSIVE while every row is read: nobody reads or writes.",
            instead: "ADD CONSTRAINT … CHECK … NOT VALID, then ALTER TABLE … VALIDATE CONSTRAINT in a transaction of its own."
        ) { visit in
            for added in visit.addedConstraints("CONSTR_CHECK") where visit.isInUse(added.table) {
                guard !added.node["skip_validation"].isTrue else { continue }
                visit.report("nobody reads or writes \(visit.text(added.table)) while every row is checked", at: added.location)
            }
        },
        Rule(
            "PL008", "NOT VALID and VALIDATE in one transaction", .lock, .error,
            aliases: Aliases(
                squawk: ["constraint-missing-not-valid"], strong: ["validate_foreign_key", "validate_check_constraint"]),
            why: "The strong lock of ADD CONSTRAINT is held through the scan of VALIDATE: NOT VALID gains nothing.",
            instead: "COMMIT between the two, or put VALIDATE CONSTRAINT into the next migration."
        ) { visit in
            for command in visit.commands where command.type == "ValidateConstraint" && visit.isInUse(command.table) {
                let inStatement = visit.commands.contains { $0.constraint?["conname"].string == command.name }
                let birth = visit.known.tables[command.table]?.constraints.first { $0.name == command.name }?.birth
                let inTransaction =
                    visit.state.isOpen && birth?.script == visit.state.script && birth?.transaction == visit.state.transaction
                guard inStatement || inTransaction else { continue }
                visit.report("\(command.name) is added and validated in one transaction", at: command.location)
            }
        },
        Rule(
            "PL009", "UNIQUE constraint built in place", .lock, .error,
            aliases: Aliases(squawk: ["disallowed-unique-constraint"], strong: ["add_unique_constraint"], atlas: ["PG105"]),
            why: "Its index is built under ACCESS EXCLUSIVE: nobody reads or writes the table meanwhile.",
            instead: "CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT … UNIQUE USING INDEX."
        ) { visit in visit.reportBuilt("CONSTR_UNIQUE", "UNIQUE") },
        Rule(
            "PL010", "PRIMARY KEY built in place", .lock, .error,
            aliases: Aliases(squawk: ["adding-serial-primary-key-field"], atlas: ["PG104"]),
            why: "Its index is built under ACCESS EXCLUSIVE: nobody reads or writes the table meanwhile.",
            instead:
                "CREATE UNIQUE INDEX CONCURRENTLY over columns that are NOT NULL, then ADD CONSTRAINT … PRIMARY KEY USING INDEX."
        ) { visit in visit.reportBuilt("CONSTR_PRIMARY", "PRIMARY KEY") },
        Rule(
            "PL011", "PRIMARY KEY over nullable columns", .lock, .warning,
            aliases: Aliases(squawk: ["adding-serial-primary-key-field"], atlas: ["PG304"]),
            why: "It sets the columns NOT NULL, and reads the whole table under ACCESS EXCLUSIVE to see that they are.",
            instead: "CHECK (column IS NOT NULL) NOT VALID, VALIDATE CONSTRAINT, SET NOT NULL; then the key."
        ) { visit in
            for added in visit.addedConstraints("CONSTR_PRIMARY") where added.column == nil && visit.isInUse(added.table) {
                guard let table = visit.known.tables[added.table] else { continue }
                let index = added.node["indexname"].string.flatMap {
                    visit.known.indexes[QName(schema: added.table.schema, name: $0)]
                }
                let columns = index?.columns.compactMap(\.self) ?? added.node["keys"].names
                let nullable = columns.filter { name in
                    guard let column = table.column(name) else { return false }
                    return !column.isNotNull && !NotNull.isChecked(name, table)
                }
                guard !nullable.isEmpty else { continue }
                visit.report(
                    "\(nullable.joined(separator: ", ")) may hold NULL, so the key reads all of \(visit.text(added.table))",
                    at: added.location)
            }
        },
        Rule(
            "PL012", "EXCLUDE constraint added", .lock, .error,
            aliases: Aliases(strong: ["add_exclusion_constraint"]),
            why:
                "Its index is built under ACCESS EXCLUSIVE, and PostgreSQL has no way around: it can be neither NOT VALID nor built before.",
            instead: "Add it with the table, or make a new table with it beside the old one and move the rows."
        ) { visit in
            for added in visit.addedConstraints("CONSTR_EXCLUSION") where visit.isInUse(added.table) {
                visit.report(
                    "nobody reads or writes \(visit.text(added.table)) while the constraint is built", at: added.location)
            }
        },
        Rule(
            "PL022", "CREATE TRIGGER on a table in use", .lock, .note,
            aliases: Aliases(atlas: ["PG308"]),
            why: "It takes SHARE ROW EXCLUSIVE: it waits for all writers, and later writers wait behind it.",
            instead: "SET lock_timeout first, and try again when it fails; keep the transaction short."
        ) { visit in
            // Under a lock_timeout it is as good as it can be.
            guard visit.kind == "CreateTrigStmt", visit.isInUse(visit["relation"]), (visit.state.effectiveLockTimeout ?? 0) == 0
            else { return }
            visit.report("writers of \(visit.text(visit.known.name(visit["relation"]))) wait until the trigger is created")
        },
        Rule(
            "PL023", "VACUUM FULL or CLUSTER", .lock, .error,
            aliases: Aliases(squawk: ["prefer-repack"]),
            why: "The table is rewritten under ACCESS EXCLUSIVE: nobody reads or writes it meanwhile.",
            instead: "pg_repack, or plain VACUUM where the space need not go back to the system.", in: [.script, .block, .job]
        ) { visit in
            if visit.kind == "VacuumStmt", Statement.options(visit["options"]).contains("full") {
                visit.report("VACUUM FULL stops every query on the table")
            } else if visit.kind == "ClusterStmt", !visit["relation"].exists || visit.isInUse(visit["relation"]) {
                visit.report("CLUSTER stops every query on the table")
            }
        },
        Rule(
            "PL052", "CONCURRENTLY on PostgreSQL 14.0 to 14.3", .lock, .error,
            aliases: Aliases(strong: ["add_index_corruption"]),
            why: "These versions can silently leave rows out of an index that is built concurrently.",
            instead: "Update the server to 14.4 or later first; amcheck finds what is damaged already."
        ) { visit in
            guard let version = visit.known.serverVersion, (140_000..<140_004).contains(version), let what = visit.concurrentWork,
                what != "DROP INDEX", what != "DETACH PARTITION"
            else { return }
            visit.report("\(what) CONCURRENTLY can corrupt the index on PostgreSQL 14.\(version % 10000)")
        },
    ]
}

/// A constraint that a statement adds to a table that is there.
struct AddedConstraint {
    let table: QName
    let node: Node
    /// The new column that it comes with, and whether that has a default.
    let column: (name: String, hasDefault: Bool)?
    let location: Int
    var subject: Subject { Subject(schema: table.schema, name: table.name, part: node["conname"].string ?? column?.name) }
}

extension Visit {
    /// Constraints of a kind that this ALTER TABLE adds.
    func addedConstraints(_ kind: String) -> [AddedConstraint] {
        commands.flatMap { command -> [AddedConstraint] in
            if let constraint = command.constraint, constraint["contype"].string == kind {
                return [AddedConstraint(table: command.table, node: constraint, column: nil, location: constraint.location ?? 0)]
            }
            guard let column = command.column else { return [] }
            let all = column["constraints"].list.compactMap { $0[as: "Constraint"] }
            let hasDefault = all.contains { $0["contype"].string == "CONSTR_DEFAULT" && !$0["raw_expr"].isNullConstant }
            return all.filter { $0["contype"].string == kind }.map {
                AddedConstraint(
                    table: command.table, node: $0, column: (column["colname"].string ?? "", hasDefault),
                    location: $0.location ?? 0)
            }
        }
    }

    mutating func reportBuilt(_ kind: String, _ what: String) {
        for added in addedConstraints(kind) where added.node["indexname"].string == nil && isInUse(added.table) {
            report(
                "nobody reads or writes \(text(added.table)) while the index of the \(what) is built", at: added.location,
                about: added.subject)
        }
    }

    /// The work that the statement does CONCURRENTLY, outside a transaction.
    var concurrentWork: String? {
        switch kind {
        case "IndexStmt" where self["concurrent"].isTrue: "CREATE INDEX"
        case "DropStmt" where self["concurrent"].isTrue: "DROP INDEX"
        case "ReindexStmt" where Statement.options(self["params"]).contains("concurrently"): "REINDEX"
        case "AlterTableStmt" where commands.contains { $0.definition["PartitionCmd"]["concurrent"].isTrue }: "DETACH PARTITION"
        default: nil
        }
    }

    var indexSubject: Subject {
        Subject(schema: known.name(self["relation"]).schema, name: self["idxname"].string ?? "")
    }
}

/// True when a column is known to hold no NULL.
enum NotNull {
    /// A validated CHECK (column IS NOT NULL) lets SET NOT NULL pass without a scan.
    static func isChecked(_ column: String, _ table: KnownTable) -> Bool {
        table.constraints.contains { $0.kind == .check && $0.isValid && proves($0.expression, column) }
    }

    private static func proves(_ expression: Node, _ column: String) -> Bool {
        if let test = expression[as: "NullTest"] {
            return test["nulltesttype"].string == "IS_NOT_NULL" && test["arg"]["ColumnRef"]["fields"].list.last?.name == column
        }
        guard let both = expression[as: "BoolExpr"], both["boolop"].string == "AND_EXPR" else { return false }
        return both["args"].list.contains { proves($0, column) }
    }
}
