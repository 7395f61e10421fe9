extension Rule {
    /// Transactions and timeouts.
    static let transactionRules: [Rule] = [
        Rule(
            "PL026", "No lock_timeout set", .transaction, .warning, aliases: Aliases(squawk: ["require-lock-timeout"]),
            why:
                "A statement that waits for its lock makes every later query on the table wait behind it, for as long as it takes.",
            instead: "SET lock_timeout = '3s' at the beginning, and run the file again when it fails."
        ) { visit in
            guard (visit.state.effectiveLockTimeout ?? 0) == 0 else { return }
            guard let table = Locks.strong(visit.statement, visit.known, visit.state).first else { return }
            visit.reportOnce("the wait for the lock on \(visit.text(table)) has no limit")
        },
        Rule(
            "PL027", "No statement_timeout set", .transaction, .note, aliases: Aliases(squawk: ["require-statement-timeout"]),
            why: "A statement that takes longer than expected holds its lock for that long.",
            instead: "SET statement_timeout to what the longest statement may take, or to 0 where that is meant."
        ) { visit in
            guard visit.state.effectiveStatementTimeout == nil else { return }
            guard let table = Locks.strong(visit.statement, visit.known, visit.state).first else { return }
            visit.reportOnce("the lock on \(visit.text(table)) is held for as long as the statement takes")
        },
        Rule(
            "PL028", "Nested or conflicting transactions", .transaction, .error,
            aliases: Aliases(squawk: ["transaction-nesting"], atlas: ["TX201"]),
            why:
                "BEGIN inside a transaction does nothing but warn, and the first COMMIT ends all: what follows is not protected.",
            instead: "One BEGIN and one COMMIT; none where the tool opens the transaction itself.", in: [.script]
        ) { visit in
            guard visit.kind == "TransactionStmt", let what = visit["kind"].string else { return }
            switch what {
            case "TRANS_STMT_BEGIN", "TRANS_STMT_START":
                guard visit.state.isOpen else { return }
                visit.report(
                    visit.state.isImplicit
                        ? "the tool that runs the file has opened a transaction already"
                        : "a transaction is open already, so BEGIN does nothing")
            case "TRANS_STMT_COMMIT", "TRANS_STMT_ROLLBACK":
                let word = what == "TRANS_STMT_COMMIT" ? "COMMIT" : "ROLLBACK"
                if visit.state.isImplicit, visit.state.beganAt == nil {
                    visit.report("\(word) ends the transaction of the tool that runs the file")
                } else if !visit.state.isOpen {
                    visit.report("\(word) with no transaction open")
                }
            default: return
            }
        },
        Rule(
            "PL029", "Transaction opened and never committed", .transaction, .error,
            aliases: Aliases(squawk: ["ban-uncommitted-transaction"]),
            why: "All of it is silently rolled back when the session ends.", instead: "COMMIT at the end.", in: [.script]
        ) { visit in
            if visit.kind == "EndOfScript" { visit.report("this transaction is never committed") }
        },
        Rule(
            "PL030", "Statement that cannot be run again", .transaction, .note,
            aliases: Aliases(squawk: ["prefer-robust-stmts"], strong: ["remove_invalid_indexes"]),
            why:
                "Outside a transaction a failure leaves half of the file done, and its second run stops "
                + "at the first object that already exists.",
            instead: "One transaction around it, or IF [NOT] EXISTS on each statement."
        ) { visit in
            guard !visit.state.isOpen, visit.state.size > 1, !visit.statement.isGuarded, let what = visit.unrepeatable else {
                return
            }
            visit.reportOnce("\(what) fails when the file is run again after a failure")
        },
        Rule(
            "PL053", "Backfill in the transaction of a schema change", .lock, .warning,
            why: "All rows are written, and stay locked, while the strong lock of the schema change is held.",
            instead: "Fill old rows in batches, each in a transaction of its own, outside the migration."
        ) { visit in
            guard ["UpdateStmt", "DeleteStmt"].contains(visit.kind), visit.isInUse(visit["relation"]) else { return }
            let table = visit.known.name(visit["relation"])
            guard visit.state.isOpen, !visit.state.exclusive.isEmpty else { return }
            // One row by its key is no backfill.
            guard !visit["whereClause"].exists || !visit.isByKey(visit["whereClause"], table) else { return }
            let held = visit.text(visit.state.exclusive[0])
            visit.report("rows of \(visit.text(table)) are written while \(held) is locked ACCESS EXCLUSIVE")
        },
        Rule(
            "PL069", "CONCURRENTLY under a short lock_timeout", .transaction, .error,
            why:
                "It waits for all transactions that see older rows, and that wait counts against lock_timeout: it fails on a busy "
                + "server and leaves an invalid index.",
            instead: "SET lock_timeout = 0 before it, and back after it."
        ) { visit in
            guard let what = visit.concurrentWork, let limit = visit.state.effectiveLockTimeout, (1..<300_000).contains(limit)
            else { return }
            visit.report("\(what) CONCURRENTLY gives up when it waits longer than \(limit) ms for older transactions")
        },
        Rule(
            "PL070", "CREATE INDEX CONCURRENTLY IF NOT EXISTS", .failure, .warning,
            why:
                "A failed build leaves an invalid index of that name. The second run skips it, so it stays invalid: "
                + "maintained, but never used.",
            instead: "DROP INDEX CONCURRENTLY IF EXISTS before it, at least where pg_index.indisvalid is false."
        ) { visit in
            guard visit.kind == "IndexStmt", visit["concurrent"].isTrue, visit["if_not_exists"].isTrue,
                let index = visit["idxname"].string
            else { return }
            let name = QName(schema: visit.known.name(visit["relation"]).schema, name: index)
            if visit.state.dropped.contains(name) { return }
            if visit.known.isLive {
                guard visit.known.indexes[name]?.isInvalid == true else { return }
                return visit.report("\(index) exists and is invalid: this statement skips it", about: visit.indexSubject)
            }
            visit.report("an invalid \(index) of a failed build would be skipped", about: visit.indexSubject)
        },
        Rule(
            "PL071", "More work after ACCESS EXCLUSIVE was taken", .lock, .warning,
            why: "The lock is held to the end of the transaction: everything after it makes all users of the table wait longer.",
            instead: "COMMIT right after it, or put it last."
        ) { visit in
            // Locks on what comes back from quarantine stop nobody.
            let exclusive = visit.state.exclusive.filter { !visit.isQuarantined($0) }
            guard visit.state.isOpen, let held = exclusive.first, let what = visit.longWork(holding: visit.state.exclusive)
            else { return }
            visit.reportOnce(
                "\(what) runs while \(visit.text(held)) is locked ACCESS EXCLUSIVE", key: "PL071 \(visit.state.transaction)")
        },
    ]
}

extension Visit {
    /// Why a statement fails when it is run twice; nil when it does not.
    var unrepeatable: String? {
        switch kind {
        case "CreateStmt" where !self["if_not_exists"].isTrue && self["relation"]["relpersistence"].string != "t": "CREATE TABLE"
        case "IndexStmt" where !self["if_not_exists"].isTrue && self["idxname"].exists: "CREATE INDEX"
        case "CreateSchemaStmt" where !self["if_not_exists"].isTrue: "CREATE SCHEMA"
        case "CreateSeqStmt" where !self["if_not_exists"].isTrue: "CREATE SEQUENCE"
        case "CreateExtensionStmt" where !self["if_not_exists"].isTrue: "CREATE EXTENSION"
        case "CreateTableAsStmt" where !self["if_not_exists"].isTrue: "CREATE … AS"
        case "CreateEnumStmt", "CreateDomainStmt": "CREATE TYPE"
        case "DropStmt" where !self["missing_ok"].isTrue: "DROP"
        case "AlterEnumStmt" where self["newVal"].exists && !self["oldVal"].exists && !self["skipIfNewValExists"].isTrue:
            "ADD VALUE"
        case "AlterTableStmt":
            commands.contains {
                ["AddColumn", "DropColumn", "DropConstraint"].contains($0.type) && !$0.node["missing_ok"].isTrue
                    || $0.type == "AddConstraint"
            } ? "ALTER TABLE" : nil
        default: nil
        }
    }

    /// True when a condition names one row: equality on all columns of the primary key.
    func isByKey(_ condition: Node, _ table: QName) -> Bool {
        let key = known.tables[table]?.primaryKey?.columns ?? ["id"]
        let equal = condition.all("A_Expr").filter { $0["kind"].string == "AEXPR_OP" && $0["name"].names == ["="] }
        let compared = Set(equal.compactMap { $0["lexpr"]["ColumnRef"]["fields"].list.last?.name })
        guard condition["BoolExpr"]["boolop"].string != "OR_EXPR", condition.all("SubLink").isEmpty else { return false }
        return key.allSatisfy(compared.contains)
    }

    /// True when the statement reads or writes many rows, or waits for a lock on another relation.
    func longWork(holding held: [QName]) -> String? {
        switch kind {
        case "UpdateStmt": return "UPDATE"
        case "DeleteStmt": return "DELETE"
        case "InsertStmt"
        where !self["selectStmt"]["SelectStmt"]["valuesLists"].exists && self["selectStmt"]["SelectStmt"]["fromClause"].exists:
            return "INSERT … SELECT"
        case "CopyStmt": return "COPY"
        case "IndexStmt" where isInUse(self["relation"]): return "CREATE INDEX"
        case "RefreshMatViewStmt": return "REFRESH MATERIALIZED VIEW"
        case "CreateTableAsStmt" where !self["into"]["skipData"].isTrue: return "CREATE … AS"
        case "AlterTableStmt" where commands.contains { $0.type == "ValidateConstraint" && isInUse($0.table) }:
            return "VALIDATE CONSTRAINT"
        default:
            let others = Locks.strong(statement, known, state).filter { !held.contains($0) }
            return others.first.map { "a wait for the lock on \(text($0))" }
        }
    }
}
