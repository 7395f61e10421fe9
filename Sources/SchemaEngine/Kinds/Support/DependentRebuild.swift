import SchemaModel

/// A range type or a collation cannot be changed in place. It is renamed, created in its new form, given to the columns that use it and
/// dropped, in one transaction, so that no row is lost.
enum DependentRebuild {
    /// The columns that use the object and stay.
    static func users(of id: ObjectID, _ context: PlanContext) -> [Fact] {
        context.from.dependents(of: id).compactMap { context.from[$0] }.filter { column in
            column.id.kind == .column && column[.generated] == nil && context.to[column.id] != nil
                && column.id.parent?.kind.hasOwnColumns == true
        }
    }

    /// The step, or a replacement where no column uses the object.
    ///
    /// - Parameters:
    ///   - keyword: what stands after ALTER and DROP.
    ///   - create: the statements that create the new form.
    ///   - parts: names of parts that the old form keeps from the new one, each as a statement that moves it out of the way.
    static func alteration(
        _ before: Fact, _ after: Fact, _ keyword: String, create: [String], parts: [String] = [], because reason: String,
        _ context: PlanContext
    ) -> Alteration {
        let columns = users(of: after.id, context)
        guard !columns.isEmpty else { return .replace(reason) }
        let id = after.id
        let old = ObjectID(id.kind, schema: id.schema, "\(id.name.prefixBytes(58))__old")
        var statements = parts + ["ALTER \(keyword) \(id.sql) RENAME TO \(SQL.identifier(old.name))"] + create
        for column in columns {
            // The new form may have another name for its multirange type.
            let isCarried = context.to[column.id].map {
                RangeKind.carriesType(of: column, $0, from: context.from, to: context.to)
            }
            let typed = isCarried == true ? context.to[column.id] ?? column : column
            guard let table = column.id.parent, let type = typed.text(.type) else { continue }
            let name = SQL.identifier(column.id.name)
            let alter = "ALTER TABLE \(table.sql) ALTER COLUMN \(name)"
            let defaultID = ObjectID.columnDefault(of: column.id)
            if context.from[defaultID] != nil { statements.append("\(alter) DROP DEFAULT") }
            var change = "\(alter) TYPE \(type)"
            if let collation = column.text(.collation) { change += " COLLATE \(collation)" }
            if id.kind != .collation {
                change += " USING \(name)::text\(typed[.elementType] == nil ? "" : "[]")::\(type)"
            }
            statements.append(change)
            if let expression = context.to[defaultID]?.text(.expression) {
                statements.append("\(alter) SET DEFAULT \(expression)")
            }
        }
        statements.append("DROP \(keyword) \(old.sql)")
        var step = Step.alter(
            after, title: "rebuild \(id)", statements,
            locks: Set(columns.compactMap(\.id.parent)).sorted().flatMap { context.lockTree(.accessExclusive, $0) },
            // Another collation leaves the rows as they are; indexes are built again.
            hazards: id.kind == .collation ? [.scan, .mayFailOnData] : [.rewrite, .scan, .mayFailOnData], reason: reason)
        step.takesFromKept = [id]
        return .steps([step])
    }

    /// A rebuilt object takes along everything over its columns.
    static func invalidates(_ id: ObjectID, _ context: PlanContext) -> [ObjectID] {
        let columns = users(of: id, context)
        return columns.isEmpty ? [] : [id] + columns.map(\.id)
    }

    /// Objects that depend on the object or on its columns, and are replaced, go before the rebuild and come back after it.
    static func addEdges(_ id: ObjectID, _ verb: Step.Verb, _ edges: inout EdgeBuilder) {
        guard verb == .alter else { return }
        let touched = Set(
            [id]
                + edges.from.dependents(of: id).filter {
                    $0.kind == .column && $0.parent?.kind.hasOwnColumns == true && edges.to[$0] != nil
                })
        for (other, node) in edges.graph.removal where edges.from[other]?.dependencies.isDisjoint(with: touched) == false {
            edges.add(node, edges.node)
        }
        for (other, node) in edges.graph.creation where edges.to[other]?.dependencies.isDisjoint(with: touched) == false {
            edges.add(edges.node, node)
        }
    }

    /// The rebuild sets the defaults of the columns.
    static func adjust(_ kind: ObjectKind, _ changes: inout ChangeSet, _ context: PlanContext) {
        for id in changes.alters.keys where id.kind == kind && changes.replaced[id] == nil {
            // What is only renamed takes its columns along.
            guard let delta = changes.alters[id], let before = delta.before, let after = delta.after,
                !id.kind.definition.invalidates(before, after, delta.changed, context).isEmpty
            else { continue }
            for column in users(of: id, context) { ColumnDefaultKind.moveWithColumn(column.id, &changes) }
        }
    }
}
