/// Which locks a statement takes on relations that others may be using.
enum Locks {
    /// Commands of ALTER TABLE that take less than ACCESS EXCLUSIVE.
    private static let weak: Set<String> = [
        "ValidateConstraint", "SetStatistics", "SetOptions", "ResetOptions", "AttachPartition", "DetachPartitionFinalize",
        "ClusterOn",
        "DropCluster", "SetRelOptions", "ResetRelOptions",
    ]
    /// Those that take SHARE ROW EXCLUSIVE.
    private static let shareRow: Set<String> = [
        "EnableTrig", "EnableAlwaysTrig", "EnableReplicaTrig", "DisableTrig", "EnableTrigAll", "DisableTrigAll", "EnableTrigUser",
        "DisableTrigUser",
    ]

    /// The relations that it locks ACCESS EXCLUSIVE and that this script did not make.
    static func exclusive(_ statement: Statement, _ known: KnownSchema, _ state: ScriptState) -> [QName] {
        locked(statement, known).exclusive.filter { known.tables[$0]?.birth?.script != state.script }
    }

    /// Those that it locks against writes at least.
    static func strong(_ statement: Statement, _ known: KnownSchema, _ state: ScriptState) -> [QName] {
        let found = locked(statement, known)
        return (found.exclusive + found.share).filter { known.tables[$0]?.birth?.script != state.script }
    }

    private static func locked(_ statement: Statement, _ known: KnownSchema) -> (exclusive: [QName], share: [QName]) {
        let relation = statement["relation"]
        switch statement.kind {
        case "AlterTableStmt" where ["OBJECT_TABLE", "OBJECT_MATVIEW"].contains(statement["objtype"].string):
            return altered(statement, known)
        case "IndexStmt": return statement["concurrent"].isTrue ? ([], []) : ([], [known.name(relation)])
        case "CreateTrigStmt": return ([], [known.name(relation)])
        case "RenameStmt"
        where ["OBJECT_TABLE", "OBJECT_COLUMN", "OBJECT_TABCONSTRAINT"].contains(statement["renameType"].string):
            return ([known.name(relation)], [])
        case "AlterObjectSchemaStmt" where statement["objectType"].string == "OBJECT_TABLE": return ([known.name(relation)], [])
        case "TruncateStmt":
            return (statement["relations"].list.compactMap { $0[as: "RangeVar"] }.map { known.name($0) }, [])
        case "LockStmt":
            let relations = statement["relations"].list.compactMap { $0[as: "RangeVar"] }.map { known.name($0) }
            let mode = statement["mode"].int ?? 0
            return mode == 8 ? (relations, []) : mode >= 5 ? ([], relations) : ([], [])
        case "ClusterStmt": return relation.exists ? ([known.name(relation)], []) : ([], [])
        case "VacuumStmt" where Statement.options(statement["options"]).contains("full"):
            return (statement["rels"].list.map { known.name($0["VacuumRelation"]["relation"]) }, [])
        case "RefreshMatViewStmt": return statement["concurrent"].isTrue ? ([], []) : ([known.name(relation)], [])
        case "CreatePolicyStmt", "AlterPolicyStmt": return ([known.name(statement["table"])], [])
        case "DropStmt": return dropped(statement, known)
        default: return ([], [])
        }
    }

    private static func altered(_ statement: Statement, _ known: KnownSchema) -> (exclusive: [QName], share: [QName]) {
        let table = known.name(statement["relation"])
        var result: (exclusive: [QName], share: [QName]) = ([], [])
        for command in AlterCommand.all(in: statement, known) {
            if weak.contains(command.type) { continue }
            if command.type == "DetachPartition", command.definition["PartitionCmd"]["concurrent"].isTrue { continue }
            let isForeignKey = command.constraint?["contype"].string == "CONSTR_FOREIGN"
            if isForeignKey, let other = command.constraint?["pktable"] { result.share.append(known.name(other)) }
            if isForeignKey || shareRow.contains(command.type) {
                result.share.append(table)
            } else if !result.exclusive.contains(table) {
                result.exclusive.append(table)
            }
        }
        return result
    }

    private static func dropped(_ statement: Statement, _ known: KnownSchema) -> (exclusive: [QName], share: [QName]) {
        guard !statement["concurrent"].isTrue else { return ([], []) }
        let names = statement["objects"].list.map { $0["List"]["items"].names }
        switch statement["removeType"].string {
        case "OBJECT_TABLE", "OBJECT_MATVIEW": return (names.map { known.name($0) }, [])
        case "OBJECT_TRIGGER", "OBJECT_POLICY": return (names.map { known.name(Array($0.dropLast())) }, [])
        case "OBJECT_INDEX": return (names.compactMap { known.indexes[known.name($0)]?.table }, [])
        default: return ([], [])
        }
    }
}

extension Statement {
    /// The names of a list of options.
    static func options(_ node: Node) -> Set<String> {
        Set(node.list.compactMap { $0["DefElem"]["defname"].string?.lowercased() })
    }
}
