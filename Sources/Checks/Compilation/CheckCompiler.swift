import SchemaDSL
import SchemaModel

/// Turns declarations into SQL; all problems are collected, so that they are told at once.
struct CheckCompiler {
    let database: String
    let names: Names
    private(set) var checks: [CompiledCheck] = []
    private(set) var problems: [String] = []
    private var places: [CheckID: SourceLocation] = [:]

    init(database: String, names: Names) {
        self.database = database
        self.names = names
    }

    /// The properties that the checks of a group share.
    struct Context {
        var prefix: String
        var table: ObjectID?
        var key: [CompiledCheck.KeyColumn] = []
        var keyRequirements: Set<ObjectID> = []
        var unmasked: Set<String> = []
        var timeColumn: String?
    }

    mutating func add(_ group: CheckGroup) {
        switch group.subject {
        case .catalog(let name):
            for check in group.checks { add(check, Context(prefix: "catalog.\(name)")) }
        case .table(let table, let key, let sensitive, let time):
            guard let id = names.id(of: table) else {
                let place = group.checks.first.map { "\($0.location): " } ?? ""
                problems.append("\(place)table \(table.name) is not in database \(database); list it in one of its schemas")
                return
            }
            let hidden = Set(sensitive.map(\.name))
            let context = Context(
                prefix: [id.schema, id.name].compactMap(\.self).map(CheckID.part).joined(separator: "."), table: id,
                key: key.map { .init($0.name, isSensitive: hidden.contains($0.name) || $0.exposure != .unmasked) },
                keyRequirements: Set(key.compactMap { names.id(of: $0) }),
                unmasked: Set(table.columns.filter { $0.exposure == .unmasked && !hidden.contains($0.name) }.map(\.name)),
                timeColumn: time?.name)
            if let time, time.exposure != .unmasked {
                problems.append(
                    "the time column \(time.name) of the checks on \(id.path) is not marked unmasked, so no report may show it")
            }
            for column in key + sensitive + (time.map { [$0] } ?? []) where names.id(of: column)?.parent != id {
                problems.append("the column \(column.name) of the checks on \(id.path) is not a column of it")
            }
            for check in group.checks { add(check, context) }
        }
    }

    private mutating func add(_ check: DataCheck, _ context: Context) {
        let id = CheckID(rawValue: "\(context.prefix).\(check.name)")
        if !id.isWellFormed {
            problem(check, "the id \(id) may have letters, digits and _, parted by dots; give it another with named(_:)")
        }
        if let other = places.updateValue(check.location, forKey: id) {
            problem(check, "the id \(id) is taken by the check at \(other); give one another with named(_:)")
        }
        if check.title.isEmpty { problem(check, "the check \(id) has no title; say what must hold") }
        let known = problems.count
        for text in contradictions(of: check, context) { problem(check, text) }
        // What contradicts itself has no SQL worth looking at.
        guard problems.count == known, let rule = form(of: check, context) else { return }
        var references = rule.references.union(context.keyRequirements)
        if let column = check.continued?.column, let id = names.id(of: column) { references.insert(id) }
        var compiled = CompiledCheck(
            id: id, database: database, title: check.title, kind: check.kind, severity: check.severity,
            threshold: check.groups.isEmpty ? check.threshold : .none, table: context.table, key: rule.key, form: rule.form,
            requirements: requirements(references, context) + check.requirements, location: check.location)
        compiled.warning = check.warning
        compiled.accepted = check.accepted
        compiled.counted = rule.counted
        compiled.note = rule.note
        compiled.population = rule.population
        compiled.tally = rule.tally
        compiled.breakdown = rule.breakdown
        compiled.hint = rule.hint
        compiled.timeLimit = check.timeLimit
        if let (column, overlap) = check.continued {
            compiled.continuation = Continuation(
                column: column.name, overlap: overlap, isShown: context.unmasked.contains(column.name))
        }
        compiled.labels = check.completeLabels
        compiled.unmasked = context.unmasked
        compiled.timeColumn = context.timeColumn
        if case .freshness(let column, _) = check.rule { compiled.newest = column.name }
        checks.append(compiled)
    }

    mutating func problem(_ check: DataCheck, _ text: String) { problems.append("\(check.location): \(text)") }

    /// The SQL of a fragment, or nil and a problem when it refers to what the database does not have.
    mutating func sql(_ fragment: SQLFragment, _ check: DataCheck) -> ResolvedSQL? {
        let resolved = names.resolve(fragment)
        for name in resolved.unknown {
            problem(check, "\(name) is not in database \(database); list its table in one of the database's schemas")
        }
        return resolved.unknown.isEmpty ? resolved : nil
    }

    /// As ``sql(_:_:)``, of one statement, without the semicolon and the comments after it.
    mutating func statement(_ fragment: SQLFragment, _ check: DataCheck) -> ResolvedSQL? {
        guard var resolved = sql(fragment, check) else { return nil }
        do throws(StatementProblem) {
            resolved.sql = try SQL.singleStatement(resolved.sql)
            return resolved
        } catch {
            problem(check, error.text)
            return nil
        }
    }

    /// As ``sql(_:_:)``, of a condition on the rows of one table.
    mutating func condition(_ predicate: Predicate, _ check: DataCheck, _ context: Context) -> ResolvedSQL? {
        guard let resolved = sql(predicate.withoutNaN, check) else { return nil }
        let strangers = resolved.dependencies.filter { $0.kind == .column && $0.parent != context.table }
        for column in strangers.sorted() {
            problem(check, "the condition refers to \(column), which is not a column of \(context.table?.path ?? "a table")")
        }
        return strangers.isEmpty ? resolved : nil
    }

    /// The qualified table and the name of a column, of any table of the database.
    mutating func place(of column: any AnyColumn, _ check: DataCheck) -> (id: ObjectID, table: ObjectID)? {
        guard let id = names.id(of: column), let table = id.parent else {
            problem(check, "column \(column.name) is not in database \(database); list its table in one of its schemas")
            return nil
        }
        return (id, table)
    }

    private func requirements(_ references: Set<ObjectID>, _ context: Context) -> [Requirement] {
        let relations = Set(
            references.compactMap { id -> ObjectID? in
                switch id.kind {
                case .table, .view, .materializedView: id
                case .column: id.parent
                default: nil
                }
            }
        ).union(context.table.map { [$0] } ?? [])
        let columns = references.filter { $0.kind == .column }
        return relations.sorted().compactMap { id in id.schema.map { .relation(schema: $0, name: id.name) } }
            + columns.sorted().compactMap { id in
                guard let table = id.parent, let schema = table.schema else { return nil }
                return .column(schema: schema, relation: table.name, name: id.name)
            }
    }
}
