import SchemaModel

extension Rule {
    /// Changes that break programs which run while the schema changes.
    static let clientRules: [Rule] = [
        Rule(
            "PL037", "DROP NOT NULL", .clients, .note, aliases: Aliases(squawk: ["ban-drop-not-null"]),
            why: "Programs that read the column may not expect NULL.", instead: "Let the readers expect NULL first."
        ) { visit in
            for command in visit.commands where command.type == "DropNotNull" && visit.isInUse(command.table) {
                visit.report("readers of \(visit.text(command.table)).\(command.name) may meet NULL", at: command.location)
            }
        },
        Rule(
            "PL038", "FOREIGN KEY dropped", .clients, .warning, aliases: Aliases(atlas: ["CD101"]),
            why: "Rows may refer to missing rows from now on, and ON DELETE CASCADE no longer happens.",
            instead: "Replace it in one ALTER TABLE, or say in the migration who keeps the rows in order."
        ) { visit in visit.reportDropped(.foreign, "may refer to missing rows") },
        Rule(
            "PL039", "CHECK dropped", .clients, .warning, aliases: Aliases(atlas: ["CD102"]),
            why: "Values that programs do not expect may come in.",
            instead: "Replace it in one ALTER TABLE; the new one NOT VALID."
        ) { visit in visit.reportDropped(.check, "may hold values that it kept out") },
        Rule(
            "PL040", "PRIMARY KEY dropped", .clients, .error, aliases: Aliases(atlas: ["CD103"]),
            why: "Upserts, logical replication and programs that find rows by it break.",
            instead: "Build the new key's index concurrently, then drop and add in one ALTER TABLE."
        ) { visit in visit.reportDropped(.primary, "loses its identity") },
        Rule(
            "PL100", "Triggers disabled", .clients, .warning,
            why:
                "Rows that are written meanwhile do not get what the triggers enforce, and nothing checks them later. ALL and the role replica also disable foreign keys.",
            instead:
                "Keep the triggers on, and write the rows in batches. Otherwise, check as the last step what the triggers enforce.",
            judgesGenerated: false
        ) { visit in
            for command in visit.commands
            where ["DisableTrig", "DisableTrigAll", "DisableTrigUser"].contains(command.type) && visit.isInUse(command.table) {
                let isAll = command.type == "DisableTrigAll"
                visit.report(
                    isAll
                        ? "foreign keys of \(visit.text(command.table)) are not checked, and its triggers do not run"
                        : "\(command.name.isEmpty ? "the triggers" : "trigger \(command.name)") of \(visit.text(command.table)) "
                            + "\(command.name.isEmpty ? "do" : "does") not run", at: command.location)
            }
            if visit.kind == "VariableSetStmt", visit["name"].string?.lowercased() == "session_replication_role",
                visit["args"].list.contains(where: { $0["A_Const"]["sval"]["sval"].string?.lowercased() == "replica" })
            {
                visit.report("no trigger runs and no foreign key is checked in this session from here on")
            }
        },
        Rule(
            "PL041", "Table renamed", .clients, .error,
            aliases: Aliases(squawk: ["renaming-table"], strong: ["rename_table"], atlas: ["BC101"]),
            why: "Programs that run now use the old name.",
            instead: "Rename it and make a view of the old name in the same transaction; drop the view later."
        ) { visit in
            guard visit.kind == "RenameStmt",
                ["OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW"].contains(visit["renameType"].string)
            else { return }
            let name = visit.known.name(visit["relation"])
            guard visit.isInUse(name) else { return }
            visit.reportRename("\(visit.text(name)) is \(visit["newname"].string ?? "") from now on")
        },
        Rule(
            "PL042", "Column renamed", .clients, .error,
            aliases: Aliases(squawk: ["renaming-column"], strong: ["rename_column"], atlas: ["BC102"]),
            why: "Programs that run now use the old name.",
            instead: "Add a column of the new name, keep both equal by a trigger, move the programs, drop the old one."
        ) { visit in
            guard visit.kind == "RenameStmt", visit["renameType"].string == "OBJECT_COLUMN", visit.isInUse(visit["relation"])
            else { return }
            // The new column of an online change takes the name that programs know.
            if visit.role == .generated, visit["subname"].string?.hasPrefix(MigrationConvention.temporaryPrefix) == true {
                return
            }
            let table = visit.known.name(visit["relation"])
            visit.reportRename(
                "\(visit.text(table)).\(visit["subname"].string ?? "") is \(visit["newname"].string ?? "") from now on")
        },
        Rule(
            "PL043", "Schema renamed", .clients, .error, aliases: Aliases(strong: ["rename_schema"]),
            why: "Programs, functions and search_path settings use the old name.",
            instead: "Make a schema of the new name with views, and move the programs."
        ) { visit in
            guard visit.kind == "RenameStmt", visit["renameType"].string == "OBJECT_SCHEMA" else { return }
            visit.reportRename("schema \(visit["subname"].string ?? "") is \(visit["newname"].string ?? "") from now on")
        },
        Rule(
            "PL044", "Enum value renamed", .clients, .error, aliases: Aliases(strong: ["rename_enum_value"]),
            why: "Programs that run now write and expect the old value.",
            instead: "ADD VALUE, let programs take both, UPDATE the rows."
        ) { visit in
            guard visit.kind == "AlterEnumStmt", let old = visit["oldVal"].string else { return }
            visit.report("'\(old)' is '\(visit["newVal"].string ?? "")' from now on")
        },
        Rule(
            "PL048", "Default of a column changed", .clients, .note, aliases: Aliases(strong: ["change_column_default"]),
            why: "Programs that know the old default, such as old Rails, leave the column out of INSERT and get the new one.",
            instead: "Let the programs write the value themselves while they know the old default.", optional: true
        ) { visit in
            for command in visit.commands where command.type == "ColumnDefault" && visit.isInUse(command.table) {
                guard command.definition.exists else { continue }
                visit.report("new rows of \(visit.text(command.table)) get another \(command.name)", at: command.location)
            }
        },
        Rule(
            "PL072", "Index behind a constraint or a replica identity dropped", .clients, .error,
            why:
                "PostgreSQL refuses to drop a constraint's index; without the replica identity's, UPDATE and DELETE on a published "
                + "table fail.",
            instead: "Drop the constraint, or give the table another REPLICA IDENTITY first."
        ) { visit in
            guard visit.removeType == "OBJECT_INDEX" else { return }
            for (name, _) in visit.dropped {
                guard let index = visit.known.indexes[name] else { continue }
                if let constraint = index.constraint {
                    visit.report("\(visit.text(name)) stands behind the constraint \(constraint)")
                } else if visit.known.tables[index.table]?.replicaIndex == name.name {
                    visit.report("\(visit.text(name)) is the replica identity of \(visit.text(index.table))")
                }
            }
        },
    ]
}

extension Visit {
    /// Reports a dropped constraint of a kind, where nothing in the same statement takes its place.
    mutating func reportDropped(_ kind: KnownConstraint.Kind, _ consequence: String) {
        let isReplaced = commands.contains { $0.constraint.flatMap(Constraints.kind) == kind }
        guard !isReplaced else { return }
        for command in commands where command.type == "DropConstraint" && isInUse(command.table) {
            let known = known.tables[command.table]?.constraints.first { $0.name == command.name }
            // A check that only helped SET NOT NULL has done its work.
            if kind == .check, let known, isHelper(known, command.table) { continue }
            guard known.map({ $0.kind == kind }) ?? (ConstraintNames.kind(command.name) == kind) else { continue }
            report("without \(command.name), \(text(command.table)) \(consequence)", at: command.location)
        }
    }

    private func isHelper(_ constraint: KnownConstraint, _ table: QName) -> Bool {
        guard constraint.columns.count == 1, let column = constraint.columns.first, let known = known.tables[table] else {
            return false
        }
        let only = KnownTable(name: table, constraints: [constraint])
        return known.column(column)?.isNotNull == true && NotNull.isChecked(column, only)
    }
}

/// The usual names of constraints, for tables of which nothing is known.
enum ConstraintNames {
    static func kind(_ name: String) -> KnownConstraint.Kind? {
        let name = name.lowercased()
        if name.hasSuffix("_fkey") || name.hasSuffix("_fk") || name.hasPrefix("fk_") { return .foreign }
        if name.hasSuffix("_check") || name.hasSuffix("_chk") || name.hasSuffix("_ck") || name.hasPrefix("chk_")
            || name.hasPrefix("ck_")
        {
            return .check
        }
        if name.hasSuffix("_pkey") || name.hasSuffix("_pk") || name.hasPrefix("pk_") { return .primary }
        return nil
    }
}
