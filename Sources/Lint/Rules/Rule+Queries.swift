import SchemaModel

extension Rule {
    /// Queries and jobs that do something other than they seem to.
    static let queryRules: [Rule] = [
        Rule(
            "PL095", "Outer join that WHERE makes an inner one", .failure, .warning,
            why:
                "A row without a partner has NULL there, and the comparison takes it out: the rows that the outer join was written for are "
                + "missing.",
            instead: "Put the condition into ON; or write an inner join, where that is meant.", about: .both,
            in: [.script, .block, .routine, .job]
        ) { visit in
            var found: [(side: String, column: String, offset: Int)] = []
            visit.statement.whole.walk { kind, node in
                if kind == "SelectStmt" { found += OuterJoins.lost(in: node) }
            }
            for join in found.sorted(by: { $0.offset < $1.offset }) {
                visit.report(
                    "WHERE compares \(join.side).\(join.column), which is NULL where the outer join found nothing",
                    at: visit.statement.origin.kind == .script ? join.offset : nil)
            }
        },
        Rule(
            "PL096", "Cron job without a name", .hygiene, .warning,
            why: "Scheduled again, by a second run of the file, it is there twice; and nobody can unschedule it by name.",
            instead: "cron.schedule('name', 'schedule', 'command'), which replaces the job of that name.", about: .both
        ) { visit in
            for call in visit.statement.whole.all("FuncCall") where call["funcname"].names == ["cron", "schedule"] {
                guard call["args"].list.count == 2 else { continue }
                visit.report("the job has no name", at: call.location)
            }
        },
    ]
}

extension Statement {
    /// The tree with its own kind around it, so that a walk meets the statement itself.
    var whole: Node { Node(.object([kind: node.value ?? .null])) }
}

/// Outer joins whose extra rows a WHERE takes out again.
enum OuterJoins {
    /// The columns of the side without a partner that WHERE compares, one for each side.
    static func lost(in select: Node) -> [(side: String, column: String, offset: Int)] {
        var optional: Set<String> = []
        for item in select["fromClause"].list { collect(item, isOptional: false, into: &optional) }
        guard !optional.isEmpty else { return [] }
        var seen: Set<String> = []
        return conjuncts(select["whereClause"]).compactMap { condition in
            guard let reference = strictReference(condition), optional.contains(reference.side),
                seen.insert(reference.side).inserted
            else { return nil }
            return reference
        }
    }

    private static func collect(_ item: Node, isOptional: Bool, into names: inout Set<String>) {
        if let join = item[as: "JoinExpr"] {
            let kind = join["jointype"].string
            collect(join["larg"], isOptional: isOptional || kind == "JOIN_RIGHT" || kind == "JOIN_FULL", into: &names)
            collect(join["rarg"], isOptional: isOptional || kind == "JOIN_LEFT" || kind == "JOIN_FULL", into: &names)
        } else if isOptional {
            let source = item[as: "RangeVar"] ?? item[as: "RangeSubselect"] ?? Node(nil)
            if let name = source["alias"]["aliasname"].string ?? source["relname"].string { names.insert(name) }
        }
    }

    private static func conjuncts(_ node: Node) -> [Node] {
        guard let both = node[as: "BoolExpr"], both["boolop"].string == "AND_EXPR" else { return node.exists ? [node] : [] }
        return both["args"].list.flatMap(conjuncts)
    }

    /// A column in a comparison that is never true of NULL.
    private static func strictReference(_ condition: Node) -> (side: String, column: String, offset: Int)? {
        if let test = condition[as: "NullTest"], test["nulltesttype"].string == "IS_NOT_NULL" { return reference(test["arg"]) }
        guard let comparison = condition[as: "A_Expr"],
            ["AEXPR_OP", "AEXPR_IN", "AEXPR_LIKE", "AEXPR_ILIKE", "AEXPR_BETWEEN", "AEXPR_OP_ANY"].contains(
                comparison["kind"].string)
        else { return nil }
        return reference(comparison["lexpr"]) ?? reference(comparison["rexpr"])
    }

    private static func reference(_ node: Node) -> (side: String, column: String, offset: Int)? {
        if let cast = node[as: "TypeCast"] { return reference(cast["arg"]) }
        guard let column = node[as: "ColumnRef"] else { return nil }
        let names = column["fields"].names
        guard names.count >= 2 else { return nil }
        return (names[names.count - 2], names[names.count - 1], column.location ?? 0)
    }
}
