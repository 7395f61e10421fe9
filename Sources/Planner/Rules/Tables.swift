import Catalog
import SchemaModel

extension Rule {
    static let table = Rule(
        create: { fact, context in TableCreation(fact, context).steps },
        alter: { before, after, changed, context in TableAlteration(before, after, changed, context).result },
        drop: { fact, context in
            if let quarantine = context.options.quarantine {
                return [QuarantineRule.move(fact, "TABLE", to: quarantine)]
            }
            return [
                Step(
                    .drop, fact.id, ["DROP TABLE \(fact.id.sql)"], guarded: .todo(Question.exists(fact.id)),
                    locks: context.lock(.accessExclusive, fact.id), losesData: true)
            ]
        },
        exists: { id in "\(Question.relation(id)) IS NOT NULL" })
}

/// CREATE TABLE with what the plan lets stand inside it: columns, defaults, constraints, the sequences of `serial`.
struct TableCreation {
    private let fact: Fact
    private let context: RuleContext

    init(_ fact: Fact, _ context: RuleContext) {
        self.fact = fact
        self.context = context
    }

    /// `inside` says which children stand in the statement; set by the plan through ``Absorbed``.
    var steps: [Step] {
        var statements = [create]
        let sql = fact.id.sql
        for column in columns { statements += ColumnText.extras(column, of: fact.id) }
        if fact.bool(.rowSecurity) { statements.append("ALTER TABLE \(sql) ENABLE ROW LEVEL SECURITY") }
        if fact.bool(.forceRowSecurity) { statements.append("ALTER TABLE \(sql) FORCE ROW LEVEL SECURITY") }
        if let identity = fact.text(.replicaIdentity), !identity.hasPrefix("index ") {
            statements.append("ALTER TABLE \(sql) REPLICA IDENTITY \(identity.uppercased())")
        }
        let step = Step(.create, fact.id, statements, guarded: .todo(Question.not(Question.exists(fact.id))))
        return QuarantineRule.bringingBack("TABLE", step, context)
    }

    private var columns: [Fact] {
        context.childrenAfter(fact.id, .column).filter { context.isInside($0.id, fact.id) }
            .sorted { ($0.integer(.position) ?? 0, $0.id) < ($1.integer(.position) ?? 0, $1.id) }
    }

    private var create: String {
        let unlogged = fact.text(.persistence) == "unlogged" ? "UNLOGGED " : ""
        var sql = "CREATE \(unlogged)TABLE \(fact.id.sql)"
        let constraints = context.childrenAfter(fact.id, .constraint).filter { context.isInside($0.id, fact.id) }
            .sorted { (ConstraintText.rank($0), $0.id) < (ConstraintText.rank($1), $1.id) }
        let lines =
            columns.map { ColumnText.definition($0, context, inTable: true) }
            + constraints.map { ConstraintText.inTable($0) }
        if let parent = fact.texts(.partitionOf), parent.count == 2 {
            sql += " PARTITION OF \(SQL.qualified(parent[0], parent[1]))"
            if !lines.isEmpty { sql += " (\n    \(lines.joined(separator: ",\n    "))\n)" }
            sql += " \(fact.text(.partitionBound) ?? "DEFAULT")"
        } else {
            sql += lines.isEmpty ? " ()" : " (\n    \(lines.joined(separator: ",\n    "))\n)"
        }
        if let parents = fact.texts(.inherits) { sql += " INHERITS (\(parents.joined(separator: ", ")))" }
        if let key = fact.text(.partitionBy) { sql += " PARTITION BY \(key)" }
        if let method = fact.text(.accessMethod) { sql += " USING \(SQL.identifier(method))" }
        if let options = OptionsText.list(fact) { sql += " WITH (\(options))" }
        return sql
    }
}

extension RuleContext {
    /// Whether a child's creation stands inside its table's statement.
    func isInside(_ child: ObjectID, _ owner: ObjectID) -> Bool { absorbed[child] == owner }
}

/// Storage parameters as SQL.
enum OptionsText {
    static func list(_ fact: Fact, _ attribute: Attribute = .options) -> String? {
        guard let options = fact[attribute]?.object, !options.isEmpty else { return nil }
        return options.sorted { $0.key < $1.key }.map { "\($0.key)=\(value($0.value))" }.joined(separator: ", ")
    }

    private static func value(_ value: Value) -> String {
        guard let text = value.text else { return value.json }
        let isPlain = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "_" || $0 == "-") }
        return isPlain && !text.isEmpty ? text : SQL.literal(text)
    }

    /// `SET (…)` and `RESET (…)` clauses that turn one set of parameters into another.
    static func changes(_ before: Fact, _ after: Fact) -> [String] {
        let old = before[.options]?.object ?? [:]
        let new = after[.options]?.object ?? [:]
        var clauses: [String] = []
        let set = new.filter { old[$0.key] != $0.value }.sorted { $0.key < $1.key }
        if !set.isEmpty { clauses.append("SET (\(set.map { "\($0.key)=\(value($0.value))" }.joined(separator: ", ")))") }
        let reset = old.keys.filter { new[$0] == nil }.sorted()
        if !reset.isEmpty { clauses.append("RESET (\(reset.joined(separator: ", ")))") }
        return clauses
    }
}
