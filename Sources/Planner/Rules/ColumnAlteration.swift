import Catalog
import SchemaModel

/// What can be changed of a column in place.
struct ColumnAlteration {
    let result: Alteration

    init(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: RuleContext) {
        guard let table = after.id.parent else {
            result = .steps([])
            return
        }
        if changed.contains(.generated) || changed.contains(.generatedKind) {
            if after[.generated] == nil, !changed.contains(.type), before.text(.generatedKind) == "stored" {
                result = .steps([ColumnAlteration.dropExpression(after.id, table, context)])
            } else {
                result = .replace("the expression of a generated column cannot be changed in place")
            }
            return
        }
        let name = SQL.identifier(after.id.name)
        let prefix = "ALTER TABLE \(table.sql) ALTER COLUMN \(name)"
        var steps: [Step] = []
        if changed.contains(.type) || changed.contains(.collation) {
            steps.append(ColumnAlteration.changeType(before, after, table, context))
        }
        if changed.contains(.identity) || changed.contains(.identityOptions) {
            steps += ColumnAlteration.changeIdentity(before, after, prefix, table, context)
        }
        if changed.contains(.notNull) { steps += NotNull.steps(after, table, context) }
        let extras: Set<Attribute> = [.storage, .compression, .statisticsTarget, .options]
        if !changed.isDisjoint(with: extras) {
            steps.append(
                Step(
                    .alter, after.id, title: "set the storage of \(after.id)",
                    ColumnAlteration.extras(before, after, changed, prefix), guarded: .journal,
                    locks: context.lock(changed.contains(.storage) ? .accessExclusive : .shareUpdateExclusive, table)))
        }
        result = .steps(steps)
    }

    private static func dropExpression(_ id: ObjectID, _ table: ObjectID, _ context: RuleContext) -> Step {
        Step(
            .alter, id, title: "keep the values of generated \(id)",
            ["ALTER TABLE \(table.sql) ALTER COLUMN \(SQL.identifier(id.name)) DROP EXPRESSION"],
            guarded: .todo(Question.column(id, where: "a.attgenerated <> ''")), locks: context.lock(.accessExclusive, table))
    }

    private static func changeType(_ before: Fact, _ after: Fact, _ table: ObjectID, _ context: RuleContext) -> Step {
        let name = SQL.identifier(after.id.name)
        let prefix = "ALTER TABLE \(table.sql) ALTER COLUMN \(name)"
        let type = after.text(.type) ?? "text"
        let defaultID = ObjectID.columnDefault(of: after.id)
        var statements: [String] = []
        let widens = widensOnly(before.text(.type), type) && before.text(.collation) == after.text(.collation)
        // A default of the old type may have no cast to the new one.
        let moveDefault = context.from[defaultID] != nil && !widens && context.serialSequences[after.id] == nil
        if moveDefault { statements.append("\(prefix) DROP DEFAULT") }
        var change = "\(prefix) TYPE \(type)"
        if let collation = after.text(.collation) { change += " COLLATE \(collation)" }
        if !widens {
            // Between two enums there is no cast but by their labels.
            let isEnum = context.to[after.id]?.dependencies.contains { $0.kind == .enumType } == true
            let array = type.hasSuffix("[]") ? "[]" : ""
            change += " USING \(name)\(isEnum ? "::text\(array)" : "")::\(type)"
        }
        statements.append(change)
        if moveDefault, let expression = context.to[defaultID]?.text(.expression) {
            statements.append("\(prefix) SET DEFAULT \(expression)")
        }
        return Step(
            .alter, after.id, title: "change the type of \(after.id) to \(type)", statements,
            guarded: .todo(
                Question.column(after.id, where: "pg_catalog.format_type(a.atttypid, a.atttypmod) <> \(SQL.literal(type))")
                    + (before.text(.collation) == after.text(.collation) ? "" : " OR true")),
            locks: context.lock(.accessExclusive, table), rewrites: !widens, scans: !widens, mayFailOnData: !widens)
    }

    /// Changes that PostgreSQL makes in the catalog alone: a longer `varchar`, `varchar` to `text`, a wider `numeric`.
    static func widensOnly(_ old: String?, _ new: String) -> Bool {
        func split(_ type: String) -> (name: String, arguments: [Int]) {
            guard let open = type.firstIndex(of: "("), type.hasSuffix(")") else { return (type, []) }
            let inside = type[type.index(after: open)...].dropLast()
            return (String(type[..<open]), inside.split(separator: ",").compactMap { Int($0.trimmingPrefix(" ")) })
        }
        guard let old else { return false }
        let (oldName, oldArguments) = split(old)
        let (newName, newArguments) = split(new)
        if newName == "text" { return oldName == "character varying" || oldName == "text" }
        guard oldName == newName, ["character varying", "numeric", "bit varying"].contains(newName) else { return false }
        if newArguments.isEmpty { return true }
        if oldName == "numeric" {
            return oldArguments.count == 2 && newArguments.count == 2 && oldArguments[1] == newArguments[1]
                && oldArguments[0] <= newArguments[0]
        }
        return oldArguments.count == 1 && newArguments.count == 1 && oldArguments[0] <= newArguments[0]
    }

    private static func changeIdentity(
        _ before: Fact, _ after: Fact, _ prefix: String, _ table: ObjectID, _ context: RuleContext
    ) -> [Step] {
        let wanted = after.text(.identity)
        var statements: [String] = []
        if let wanted, before.text(.identity) == nil {
            let options = ColumnText.identityOptions(after).map { " (\($0))" } ?? ""
            if !after.bool(.notNull) || !before.bool(.notNull) { statements.append("\(prefix) SET NOT NULL") }
            statements.append("\(prefix) ADD GENERATED \(wanted.uppercased()) AS IDENTITY\(options)")
        } else if let wanted {
            if before.text(.identity) != wanted { statements.append("\(prefix) SET GENERATED \(wanted.uppercased())") }
            let old = before[.identityOptions]?.object ?? [:]
            let new = after[.identityOptions]?.object ?? [:]
            let keywords = [
                "start": "START WITH", "increment": "INCREMENT BY", "minimum": "MINVALUE", "maximum": "MAXVALUE",
                "cache": "CACHE",
            ]
            for key in Set(old.keys).union(new.keys).sorted() where old[key] != new[key] {
                switch (key, new[key]) {
                case ("cycle", let value): statements.append("\(prefix) SET \(value == .bool(true) ? "CYCLE" : "NO CYCLE")")
                case (_, .number(let value)?): statements.append("\(prefix) SET \(keywords[key] ?? key) \(value)")
                case ("minimum", _), ("maximum", _): statements.append("\(prefix) SET NO \(keywords[key] ?? key)")
                default: statements.append("\(prefix) SET \(keywords[key] ?? key) 1")
                }
            }
        } else {
            statements.append("\(prefix) DROP IDENTITY")
        }
        let kind = wanted == nil ? "" : wanted == "always" ? "a" : "d"
        let isOnlyKind = before.text(.identity) != wanted
        return [
            Step(
                .alter, after.id, title: "change the identity of \(after.id)", statements,
                guarded: isOnlyKind ? .todo(Question.column(after.id, where: "a.attidentity <> '\(kind)'")) : .journal,
                locks: context.lock(.accessExclusive, table))
        ]
    }

    private static func extras(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ prefix: String) -> [String] {
        var statements: [String] = []
        if changed.contains(.storage) {
            statements.append(
                "\(prefix) SET STORAGE \((after.text(.storage) ?? before.text(.typeStorage) ?? "extended").uppercased())")
        }
        if changed.contains(.compression) {
            statements.append("\(prefix) SET COMPRESSION \(after.text(.compression) ?? "DEFAULT")")
        }
        if changed.contains(.statisticsTarget) {
            statements.append("\(prefix) SET STATISTICS \(after.integer(.statisticsTarget) ?? -1)")
        }
        if changed.contains(.options) { statements += OptionsText.changes(before, after).map { "\(prefix) \($0)" } }
        return statements
    }
}

/// SET NOT NULL without a scan under ACCESS EXCLUSIVE: a CHECK constraint that is validated first proves it
/// (PostgreSQL's manual, ALTER TABLE).
enum NotNull {
    static func steps(_ column: Fact, _ table: ObjectID, _ context: RuleContext) -> [Step] {
        let id = column.id
        let name = SQL.identifier(id.name)
        let prefix = "ALTER TABLE \(table.sql)"
        guard column.bool(.notNull) else {
            return [
                Step(
                    .alter, id, title: "let \(id) be null", ["\(prefix) ALTER COLUMN \(name) DROP NOT NULL"],
                    guarded: .todo(Question.column(id, where: "a.attnotnull")), locks: context.lock(.accessExclusive, table))
            ]
        }
        let open = Question.column(id, where: "NOT a.attnotnull")
        let set = "\(prefix) ALTER COLUMN \(name) SET NOT NULL"
        if context.isNew(table) { return [Step(.alter, id, title: "set \(id) not null", [set], guarded: .todo(open))] }
        let check = ObjectID.constraint("plumbline_\(id.name)_not_null".prefixBytes(63), on: table)
        let checkName = SQL.identifier(check.name)
        let exists = Rule.constraintExists(check)
        return [
            Step(
                .alter, id, title: "promise that \(id) is not null",
                ["\(prefix) ADD CONSTRAINT \(checkName) CHECK (\(name) IS NOT NULL) NOT VALID"],
                guarded: .todo("\(open) AND NOT \(exists)"), locks: context.lock(.accessExclusive, table)),
            Step(
                .alter, id, title: "check that \(id) holds no null", ["\(prefix) VALIDATE CONSTRAINT \(checkName)"],
                guarded: .todo(Rule.constraintExists(check, and: "NOT k.convalidated")),
                locks: context.lock(.shareUpdateExclusive, table), scans: true, mayFailOnData: true),
            Step(
                .alter, id, title: "set \(id) not null", [set, "\(prefix) DROP CONSTRAINT \(checkName)"],
                guarded: .todo(exists), locks: context.lock(.accessExclusive, table)),
        ]
    }
}

extension String {
    /// Cut to a number of UTF-8 bytes, at a character's end, as PostgreSQL cuts names.
    func prefixBytes(_ count: Int) -> String {
        var result = self
        while result.utf8.count > count { result.removeLast() }
        return result
    }
}
