import Catalog
import Foundation
import SchemaModel

extension Rule {
    static let constraint = Rule(
        create: { fact, context in ConstraintAddition.steps(fact, context) },
        alter: { before, after, changed, context in
            guard let owner = after.id.parent, let old = before.text(.definition), let new = after.text(.definition),
                old == new + " NOT VALID"
            else { return .replace("a constraint's definition cannot be changed in place") }
            return .steps([ConstraintAddition.validate(after.id, owner, context)])
        },
        drop: { fact, context in
            guard let owner = fact.id.parent else { return [] }
            return [
                Step(
                    .drop, fact.id, ["\(ConstraintText.alter(owner)) DROP CONSTRAINT \(SQL.identifier(fact.id.name))"],
                    guarded: .todo(constraintExists(fact.id)),
                    locks: context.lock(.accessExclusive, owner)
                        + ConstraintText.referenced(fact).flatMap { context.lock(.accessExclusive, $0) })
            ]
        },
        exists: { id in constraintExists(id) })

    static func constraintExists(_ id: ObjectID, and condition: String? = nil) -> String {
        guard let owner = id.parent else { return "false" }
        let place =
            owner.kind == .domain ? "k.contypid = \(Question.type(owner))" : "k.conrelid = \(Question.relation(owner))"
        return Question.exists(
            "pg_constraint k", "\(place) AND k.conname = \(SQL.literal(id.name))" + (condition.map { " AND \($0)" } ?? ""))
    }
}

/// How a constraint is written.
enum ConstraintText {
    static func inTable(_ fact: Fact) -> String {
        "CONSTRAINT \(SQL.identifier(fact.id.name)) \(definition(fact))"
    }

    /// The definition with the storage parameters of its index, which `pg_get_constraintdef` leaves out.
    static func definition(_ fact: Fact) -> String {
        let text = fact.text(.definition) ?? ""
        guard let options = OptionsText.list(fact) else { return text }
        for clause in [" USING INDEX TABLESPACE", " WHERE (", " DEFERRABLE", " INITIALLY"] {
            if let range = text.range(of: clause), !text.contains("EXCLUDE") {
                return text.replacingCharacters(in: range, with: " WITH (\(options))\(clause)")
            }
        }
        return text + " WITH (\(options))"
    }

    static func rank(_ fact: Fact) -> Int {
        ["primary key": 0, "unique": 1, "exclude": 2, "check": 3, "foreign key": 4][fact.text(.constraintType) ?? ""] ?? 5
    }

    static func alter(_ owner: ObjectID) -> String {
        "ALTER \(owner.kind == .domain ? "DOMAIN" : "TABLE") \(owner.sql)"
    }

    /// The tables that a foreign key refers to.
    static func referenced(_ fact: Fact) -> [ObjectID] {
        guard fact.text(.constraintType) == "foreign key" else { return [] }
        return Set(fact.dependencies.map(\.root).filter { $0.kind == .table && $0 != fact.id.parent }).sorted()
    }
}

/// ADD CONSTRAINT on a table in use: never a scan under a strong lock.
enum ConstraintAddition {
    static func steps(_ fact: Fact, _ context: RuleContext) -> [Step] {
        guard let owner = fact.id.parent else { return [] }
        let add = "\(ConstraintText.alter(owner)) ADD \(ConstraintText.inTable(fact))"
        let missing = "NOT \(Rule.constraintExists(fact.id))"
        let type = fact.text(.constraintType)
        // Of a partitioned table, a check can be validated later; a key cannot be built beside it.
        let isPlain =
            context.isNew(owner) || owner.kind == .domain || context.to[owner]?[.partitionBy] != nil && type != "check"
        if !isPlain, type == "check" || type == "foreign key" { return onUsedTable(fact, owner, add, missing, context) }
        if !isPlain, type == "primary key" || type == "unique", let steps = viaIndex(fact, owner, missing, context) {
            return steps
        }
        let isUsed = !context.isNew(owner)
        return [
            Step(
                .create, fact.id, [add], guarded: .todo(missing),
                locks: context.lock(type == "foreign key" ? .shareRowExclusive : .accessExclusive, owner)
                    + ConstraintText.referenced(fact).flatMap { context.lock(.shareRowExclusive, $0) },
                scans: isUsed, mayFailOnData: isUsed)
        ]
    }

    private static func onUsedTable(
        _ fact: Fact, _ owner: ObjectID, _ add: String, _ missing: String, _ context: RuleContext
    ) -> [Step] {
        let isForeignKey = fact.text(.constraintType) == "foreign key"
        let isLeftOpen = fact.text(.definition)?.hasSuffix(" NOT VALID") == true
        // NOT ENFORCED is never checked, so there is nothing to validate.
        let isNotEnforced = fact.text(.definition)?.contains(" NOT ENFORCED") == true
        let first = Step(
            .create, fact.id, [isLeftOpen || isNotEnforced ? add : add + " NOT VALID"], guarded: .todo(missing),
            locks: context.lock(isForeignKey ? .shareRowExclusive : .accessExclusive, owner)
                + ConstraintText.referenced(fact).flatMap { context.lock(.shareRowExclusive, $0) },
            reason: "not validated yet, so that no scan runs under this lock")
        return isLeftOpen || isNotEnforced ? [first] : [first, validate(fact.id, owner, context)]
    }

    static func validate(_ id: ObjectID, _ owner: ObjectID, _ context: RuleContext) -> Step {
        Step(
            .alter, id, title: "validate \(id)",
            ["\(ConstraintText.alter(owner)) VALIDATE CONSTRAINT \(SQL.identifier(id.name))"],
            guarded: .todo(Rule.constraintExists(id, and: "NOT k.convalidated")),
            locks: context.lock(.shareUpdateExclusive, owner), scans: true, mayFailOnData: true,
            reason: "reads the table under a lock that lets reads and writes pass")
    }

    /// The index is built concurrently and then made the constraint's.
    private static func viaIndex(_ fact: Fact, _ owner: ObjectID, _ missing: String, _ context: RuleContext) -> [Step]? {
        guard let definition = fact.text(.definition) else { return nil }
        let keyword = fact.text(.constraintType) == "primary key" ? "PRIMARY KEY" : "UNIQUE"
        var rest = definition
        guard rest.hasPrefix(keyword) else { return nil }
        rest.removeFirst(keyword.count)
        var deferral = ""
        for clause in [" DEFERRABLE INITIALLY DEFERRED", " DEFERRABLE"] where rest.hasSuffix(clause) {
            deferral = clause
            rest.removeLast(clause.count)
        }
        var nulls = ""
        if rest.hasPrefix(" NULLS NOT DISTINCT") {
            nulls = " NULLS NOT DISTINCT"
            rest.removeFirst(nulls.count)
        }
        if rest.contains("WITHOUT OVERLAPS") { return nil }
        let options = OptionsText.list(fact).map { " WITH (\($0))" } ?? ""
        let index = ObjectID.index(fact.id.name, on: owner)
        let columns = rest.trimmingPrefix(" ")
        // INCLUDE comes before NULLS NOT DISTINCT in CREATE INDEX, and after it in a constraint.
        let body = "USING btree \(columns)\(nulls)\(options)"
        let build = IndexBuild.concurrently(index, unique: true, body: body, owner, andTodo: missing, context)
        let attach = Step(
            .create, fact.id,
            [
                "\(ConstraintText.alter(owner)) ADD CONSTRAINT \(SQL.identifier(fact.id.name)) \(keyword) "
                    + "USING INDEX \(SQL.identifier(fact.id.name))\(deferral)"
            ],
            guarded: .todo(missing), locks: context.lock(.accessExclusive, owner),
            scans: keyword == "PRIMARY KEY", mayFailOnData: false,
            reason: "its index is there already, so that this is brief")
        return build + [attach]
    }
}
