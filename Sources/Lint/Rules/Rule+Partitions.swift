extension Rule {
    /// Partitions that are read through, and foreign keys at partitioned tables.
    static let partitionRules: [Rule] = [
        Rule(
            "PL077", "ATTACH PARTITION that reads the rows", .lock, .warning,
            why: "Without a validated CHECK that says the same as the bounds, every row of the new partition is read "
                + "under ACCESS "
                + "EXCLUSIVE; with a DEFAULT partition, every row of that one too, and nobody reads or writes it meanwhile.",
            instead: "ALTER TABLE p ADD CONSTRAINT c CHECK (at >= '2026-01-01' AND at < '2026-02-01') NOT VALID, "
                + "VALIDATE CONSTRAINT c, "
                + "then ATTACH PARTITION, then drop c; the opposite CHECK on the DEFAULT partition."
        ) { visit in
            for command in visit.commands where command.type == "AttachPartition" {
                let part = command.definition["PartitionCmd"]
                visit.reportAttached(visit.known.name(part["name"]), to: command.table, part, at: command.location)
            }
            guard visit.kind == "CreateStmt", visit["partbound"].exists, !visit["partbound"]["is_default"].isTrue,
                let parent = visit["inhRelations"].list.first?["RangeVar"]
            else { return }
            visit.reportDefault(of: visit.known.name(parent), at: nil)
        },
        Rule(
            "PL078", "Foreign key to or from a partitioned table", .lock, .error,
            why: "It locks every partition against writes while all rows are looked up. From a partitioned table it "
                + "cannot be NOT VALID "
                + "before PostgreSQL 18: cannot add NOT VALID foreign key on partitioned table.",
            instead: "On each partition: ADD CONSTRAINT … FOREIGN KEY … NOT VALID, then VALIDATE CONSTRAINT; at last "
                + "the same on the "
                + "partitioned table, which takes theirs over without reading a row."
        ) { visit in
            for added in visit.addedConstraints("CONSTR_FOREIGN") where visit.isInUse(added.table) {
                if let column = added.column, !column.hasDefault { continue }
                visit.reportPartitioned(added)
            }
        },
    ]
}

extension Visit {
    fileprivate mutating func reportAttached(_ child: QName, to parent: QName, _ part: Node, at location: Int) {
        let isDefault = part["bound"]["is_default"].isTrue
        if isInUse(child), !isChecked(child, columns: known.tables[parent]?.partitionColumns ?? []) {
            report(
                "every row of \(text(child)) is read: no validated CHECK says that it belongs into \(text(parent))", at: location)
        }
        if !isDefault { reportDefault(of: parent, at: location) }
    }

    fileprivate mutating func reportDefault(of parent: QName, at location: Int?) {
        guard let table = known.tables[parent], table.hasDefaultPartition else { return }
        let found = known.tables.values.filter { $0.partitionOf == parent && $0.isDefaultPartition }
        for partition in found where isInUse(partition.name) {
            guard !isChecked(partition.name, columns: table.partitionColumns) else { continue }
            report(
                "every row of \(text(partition.name)), the DEFAULT partition, is read: no validated CHECK says that the new "
                    + "partition takes none of them", at: location)
        }
    }

    /// True when a validated CHECK speaks of the columns that decide on the partition.
    private func isChecked(_ name: QName, columns: [String]) -> Bool {
        (known.tables[name]?.constraints ?? []).contains { constraint in
            constraint.kind == .check && constraint.isValid && columns.allSatisfy(constraint.columns.contains)
        }
    }

    fileprivate mutating func reportPartitioned(_ added: AddedConstraint) {
        let other = known.name(added.node["pktable"])
        let isFrom = known.tables[added.table]?.isPartitioned == true
        let isTo = known.tables[other]?.isPartitioned == true
        let isNotValid = added.node["skip_validation"].isTrue
        if isFrom, isNotValid, !isServer(atLeast: 180_000) {
            report(
                "\(text(added.table)) is partitioned: PostgreSQL refuses NOT VALID "
                    + "there", at: added.location, about: added.subject)
        } else if isFrom, !isNotValid, !hasKeyOnEachPartition(added, other) {
            report(
                "writes to all partitions of \(text(added.table)), and to \(text(other)), wait while every row is checked",
                at: added.location, about: added.subject)
        } else if isTo, !isNotValid {
            report(
                "writes to \(text(added.table)) and to all partitions of \(text(other)) wait while every row is checked",
                at: added.location,
                instead: "ADD CONSTRAINT … FOREIGN KEY … NOT VALID, then VALIDATE CONSTRAINT in a "
                    + "transaction of its own.",
                about: added.subject)
        }
    }

    /// A key that each partition has, validated, is taken over.
    private func hasKeyOnEachPartition(_ added: AddedConstraint, _ other: QName) -> Bool {
        let columns = added.column.map { [$0.name] } ?? added.node["fk_attrs"].names
        let partitions = known.tables.values.filter { $0.partitionOf == added.table }
        return !partitions.isEmpty
            && partitions.allSatisfy { partition in
                partition.constraints.contains {
                    $0.kind == .foreign && $0.isValid && $0.columns == columns && $0.references == other
                }
            }
    }
}
