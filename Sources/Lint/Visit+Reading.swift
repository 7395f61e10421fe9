import SchemaModel

extension Visit {
    /// A place of the statement, to report at later.
    func place(_ offset: Int? = nil) -> Place {
        Place(
            source: source, offset: statement.base + min(max(offset ?? 0, 0), max(0, statement.length - 1)),
            statement: statement.number)
    }

    /// True when the linted files made a table, or a server was asked: then its parts are all known.
    func isWhole(_ name: QName) -> Bool { known.isWhole(name) }

    /// The constraints that the statement makes, with their table.
    func constraints(_ kind: String) -> [AddedConstraint] {
        guard kind != "", self.kind == "CreateStmt" else { return addedConstraints(kind) }
        let table = known.name(self["relation"])
        return self["tableElts"].list.flatMap { element -> [AddedConstraint] in
            if let constraint = element[as: "Constraint"], constraint["contype"].string == kind {
                return [AddedConstraint(table: table, node: constraint, column: nil, location: constraint.location ?? 0)]
            }
            guard let column = element[as: "ColumnDef"] else { return [] }
            return column["constraints"].list.compactMap { $0[as: "Constraint"] }
                .filter { $0["contype"].string == kind }
                .map {
                    AddedConstraint(
                        table: table, node: $0, column: (column["colname"].string ?? "", true), location: $0.location ?? 0)
                }
        }
    }
}

extension KnownSchema {
    func isWhole(_ name: QName) -> Bool {
        guard let table = tables[name], table.isComplete else { return false }
        return table.place != nil
    }
}

extension Node {
    /// Every relation that is named below: the RangeVars, wrapped or not, without the names of WITH queries.
    var ranges: [Node] {
        var found: [Node] = []
        collectRanges(&found)
        let queries = Set(all("CommonTableExpr").compactMap { $0["ctename"].string })
        return found.filter { $0["schemaname"].exists || !queries.contains($0["relname"].string ?? "") }
    }

    private func collectRanges(_ found: inout [Node]) {
        switch value {
        case .object(let members):
            if members["relname"] != nil { found.append(self) }
            for member in members.values { Node(member).collectRanges(&found) }
        case .list(let items):
            for item in items { Node(item).collectRanges(&found) }
        default: break
        }
    }

    /// The functions that a statement calls, CALL's own too.
    var calls: [[String]] {
        let called = self["funccall"]["funcname"].names
        return functionNames + (called.isEmpty ? [] : [called])
    }

    /// The operator's name, of an A_Expr.
    var operatorName: String? { self["name"].names.last }

    /// The column of a ColumnRef, also below casts and parentheses.
    var columnReference: [String]? {
        if let cast = self[as: "TypeCast"] { return cast["arg"].columnReference }
        guard let reference = self[as: "ColumnRef"] else { return nil }
        let names = reference["fields"].list.map(\.name)
        return names.contains { $0 == nil } ? nil : names.compactMap(\.self)
    }
}
