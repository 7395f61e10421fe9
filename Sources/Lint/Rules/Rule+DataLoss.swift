extension Rule {
    /// Changes that lose data.
    static let dataLossRules: [Rule] = [
        Rule(
            "PL031", "DROP TABLE", .dataLoss, .warning, aliases: Aliases(squawk: ["ban-drop-table"], atlas: ["DS102"]),
            why: "The rows are gone, and programs that still read them break.",
            instead: "Move it to another schema first (ALTER TABLE … SET SCHEMA), and drop it once nothing has missed it."
        ) { visit in
            guard visit.removeType == "OBJECT_TABLE" else { return }
            for (name, _) in visit.dropped where visit.mayLoseRows(name) {
                visit.report("the rows of \(visit.text(name)) are lost")
            }
        },
        Rule(
            "PL032", "DROP COLUMN", .dataLoss, .warning,
            aliases: Aliases(squawk: ["ban-drop-column"], strong: ["remove_column"], atlas: ["DS103"]),
            why: "The values are gone, and programs that still read the column break.",
            instead: "Let no program name it first; keep the values in a table of their own, by primary key."
        ) { visit in
            for command in visit.commands where command.type == "DropColumn" && visit.isInUse(command.table) {
                // The new column of an online change has them.
                if visit.role == .generated, visit.known.tables[command.table]?.hasSuccessor(of: command.name) == true {
                    continue
                }
                let column = "\(visit.text(command.table)).\(command.name)"
                let place = "\(command.table.name).\(command.name)"
                let isKept = visit.known.tables.keys.contains { visit.isQuarantined($0) && $0.name == place }
                visit.report(
                    isKept
                        ? "programs that still read \(column) break; its values go to quarantine"
                        : "the values of \(column) are lost",
                    at: command.location)
            }
        },
        Rule(
            "PL033", "DROP SCHEMA", .dataLoss, .error, aliases: Aliases(atlas: ["DS101"]),
            why:
                "With CASCADE, everything in it is lost. Without CASCADE, it must be empty, and only the privileges on it are lost.",
            instead: "Drop what is in it by name, then the empty schema."
        ) { visit in
            guard visit.removeType == "OBJECT_SCHEMA" else { return }
            for object in visit["objects"].list.compactMap(\.name) {
                let isOwn = visit.known.schemas[object].map { $0?.script == visit.state.script } ?? false
                guard !isOwn else { continue }
                if visit["behavior"].string == "DROP_CASCADE" {
                    visit.report("everything in schema \(object) is lost")
                } else {
                    visit.report(
                        "schema \(object) is dropped with its privileges; PostgreSQL refuses this unless the schema is empty",
                        instead: "Drop it only if nothing creates objects in it anymore and its contents were dropped by name.",
                        severity: .note)
                }
            }
        },
        Rule(
            "PL034", "DROP DATABASE", .dataLoss, .error, aliases: Aliases(squawk: ["ban-drop-database"]),
            why: "Everything is gone, and no transaction brings it back.",
            instead: "Never in a migration; by hand, with a backup."
        ) { visit in
            if visit.kind == "DropdbStmt" { visit.report("database \(visit["dbname"].string ?? "") is lost") }
        },
        Rule(
            "PL035", "TRUNCATE … CASCADE", .dataLoss, .error, aliases: Aliases(squawk: ["ban-truncate-cascade"]),
            why: "Every table with a foreign key to it is emptied too, and theirs: nobody sees which from the statement.",
            instead: "TRUNCATE the tables by name.", in: [.script, .block, .routine, .job]
        ) { visit in
            guard visit.kind == "TruncateStmt", visit["behavior"].string == "DROP_CASCADE" else { return }
            let names = visit["relations"].list.compactMap { $0[as: "RangeVar"] }.map { visit.known.name($0) }
            let others = names.flatMap { visit.known.foreignKeys(to: $0) }.map { visit.text($0.from.name) }
            let known = others.isEmpty ? "every table that refers to it" : others.joined(separator: ", ")
            visit.report("empties \(names.map(visit.text).joined(separator: ", ")) and \(known)")
        },
        Rule(
            "PL036", "Table dropped and created again", .dataLoss, .error, aliases: Aliases(strong: ["create_table"]),
            why: "If the table already exists, its rows are lost without a warning.",
            instead: "CREATE TABLE IF NOT EXISTS, or ALTER TABLE to what is wanted."
        ) { visit in
            guard visit.kind == "CreateStmt", visit["relation"]["relpersistence"].string != "t" else { return }
            let name = visit.known.name(visit["relation"])
            guard visit.state.dropped.contains(name) else { return }
            visit.report(
                "\(visit.text(name)) is dropped above and created again, empty",
                about: Subject(schema: name.schema, name: name.name)
            )
        },
        Rule(
            "PL097", "DROP … CASCADE", .dataLoss, .warning,
            why:
                "Everything that depends on the object is dropped too, such as views, foreign keys, policies and functions, and the statement does not name it.",
            instead:
                "Drop what depends on it by name, then the object without CASCADE, so that PostgreSQL refuses where something was forgotten.",
            judgesGenerated: false
        ) { visit in
            if visit.kind == "DropStmt", visit["behavior"].string == "DROP_CASCADE", visit.removeType != "OBJECT_SCHEMA" {
                let isTable = visit.removeType == "OBJECT_TABLE"
                for (name, _) in visit.dropped where !isTable || visit.mayLoseRows(name) {
                    visit.report("drops everything that depends on \(visit.text(name))")
                }
            }
            for command in visit.commands
            where ["DropColumn", "DropConstraint"].contains(command.type) && visit.isInUse(command.table) {
                guard command.node["behavior"].string == "DROP_CASCADE" else { continue }
                visit.report(
                    "drops everything that depends on \(visit.text(command.table)).\(command.name)", at: command.location)
            }
        },
        Rule(
            "PL098", "TRUNCATE", .dataLoss, .warning,
            why: "The rows are gone, it takes ACCESS EXCLUSIVE, and a transaction that began before it may see the table empty.",
            instead: "DELETE in batches, or keep the rows in a table of their own first.", judgesGenerated: false
        ) { visit in
            guard visit.kind == "TruncateStmt", visit["behavior"].string != "DROP_CASCADE" else { return }
            for name in visit["relations"].list.compactMap({ $0[as: "RangeVar"] }).map({ visit.known.name($0) })
            where visit.mayLoseRows(name) {
                visit.report("the rows of \(visit.text(name)) are lost")
            }
        },
        Rule(
            "PL099", "DELETE without WHERE", .dataLoss, .warning,
            why:
                "All rows are deleted, in one transaction that keeps every one of them locked, and the space stays until VACUUM.",
            instead: "Add a WHERE. To delete all rows, delete them in batches.", judgesGenerated: false
        ) { visit in
            guard visit.kind == "DeleteStmt", !visit["whereClause"].exists, visit["usingClause"].list.isEmpty else { return }
            let name = visit.known.name(visit["relation"])
            if visit.mayLoseRows(name) { visit.report("all rows of \(visit.text(name)) are deleted") }
        },
    ]
}

extension Visit {
    func isTemporary(_ name: QName) -> Bool { name.schema.hasPrefix("pg_temp") }

    /// True when a relation may have rows from before this script, which somebody may need.
    func mayLoseRows(_ name: QName) -> Bool { isInUse(name) && !isTemporary(name) }
}
