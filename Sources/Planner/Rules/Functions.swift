import Catalog
import SchemaModel

extension Rule {
    static let function = Rule(
        create: { fact, context in
            let step = Step(
                .create, fact.id, title: "create \(routine(fact)) \(fact.id.path)",
                ExtensionSettings.loading(fact) + [functionText(fact, orReplace: false)],
                guarded: .todo(Question.not(Question.exists(fact.id))))
            return QuarantineRule.bringingBack(routine(fact).uppercased(), step, context)
        },
        alter: { before, after, changed, _ in
            if !changed.isDisjoint(with: [.result, .routine, .arguments, .window]) {
                return .replace("the arguments and the result of a function cannot be changed in place")
            }
            return .steps([
                Step(
                    .alter, after.id, title: "replace \(routine(after)) \(after.id.path)",
                    ExtensionSettings.loading(after) + [functionText(after, orReplace: true)],
                    guarded: functionDiffers(after))
            ])
        },
        drop: { fact, context in dropOrQuarantine(fact, routine(fact).uppercased(), context) },
        exists: { id in "\(Question.function(id)) IS NOT NULL" })

    private static func routine(_ fact: Fact) -> String { fact.text(.routine) ?? "function" }

    /// A body that is a string can be compared as it was written; one that PostgreSQL parsed, it words itself.
    private static func functionDiffers(_ fact: Fact) -> Step.Guard {
        guard let source = fact.text(.source) else { return .journal }
        let settings = (fact.texts(.configuration) ?? []).map { SQL.literal($0) }.joined(separator: ", ")
        let volatility = ["immutable": "i", "stable": "s"][fact.text(.volatility) ?? ""] ?? "v"
        let parallel = ["safe": "s", "restricted": "r"][fact.text(.parallel) ?? ""] ?? "u"
        var same = [
            "p.oid = \(Question.function(fact.id))", "p.prosrc = \(SQL.literal(source))", "p.provolatile = '\(volatility)'",
            "p.proparallel = '\(parallel)'", "p.proisstrict = \(fact.bool(.strict))",
            "p.prosecdef = \(fact.bool(.securityDefiner))", "p.proleakproof = \(fact.bool(.leakproof))",
            "coalesce(p.proconfig, '{}') = ARRAY[\(settings)]::text[]",
        ]
        if let cost = fact.integer(.cost) { same.append("p.procost = \(cost)") }
        if let rows = fact.integer(.rows) { same.append("p.prorows = \(rows)") }
        return .todo("NOT \(Question.exists("pg_proc p", same.joined(separator: " AND ")))")
    }

    static func functionText(_ fact: Fact, orReplace: Bool) -> String {
        let isProcedure = fact.text(.routine) == "procedure"
        let id = fact.id
        var lines = [
            "CREATE \(orReplace ? "OR REPLACE " : "")\(isProcedure ? "PROCEDURE" : "FUNCTION") "
                + "\(SQL.qualified(id.schema, id.name))(\(fact.text(.arguments) ?? ""))"
        ]
        if let result = fact.text(.result) { lines.append("RETURNS \(result)") }
        lines.append("LANGUAGE \(SQL.identifier(fact.text(.language) ?? "sql"))")
        var traits: [String] = []
        if fact.bool(.window) { traits.append("WINDOW") }
        if let volatility = fact.text(.volatility) { traits.append(volatility.uppercased()) }
        if fact.bool(.strict) { traits.append("STRICT") }
        if fact.bool(.securityDefiner) { traits.append("SECURITY DEFINER") }
        if fact.bool(.leakproof) { traits.append("LEAKPROOF") }
        if let parallel = fact.text(.parallel) { traits.append("PARALLEL \(parallel.uppercased())") }
        if case .number(let cost) = fact[.cost] { traits.append("COST \(cost)") }
        if case .number(let rows) = fact[.rows] { traits.append("ROWS \(rows)") }
        if !traits.isEmpty { lines.append(traits.joined(separator: " ")) }
        for setting in fact.texts(.configuration) ?? [] { lines.append(settingText(setting)) }
        if let body = fact.text(.sqlBody) {
            lines.append(body)
        } else if let library = fact.text(.library) {
            lines.append("AS \(SQL.literal(library)), \(SQL.literal(fact.text(.source) ?? ""))")
        } else {
            lines.append("AS \(SQL.dollarQuoted(fact.text(.source) ?? "", tag: isProcedure ? "procedure" : "function"))")
        }
        return lines.joined(separator: "\n")
    }

    /// A setting as `proconfig` holds it, as a SET clause. Lists of names hold quoted parts, which must stay parts.
    private static func settingText(_ setting: String) -> String {
        guard let equals = setting.firstIndex(of: "=") else { return "SET \(setting)" }
        let name = String(setting[..<equals])
        let value = String(setting[setting.index(after: equals)...])
        let lists: Set = [
            "search_path", "session_preload_libraries", "shared_preload_libraries", "local_preload_libraries", "temp_tablespaces",
            "datestyle",
        ]
        guard lists.contains(name.lowercased()) else { return "SET \(parameter(name)) TO \(SQL.literal(value))" }
        let parts = value.split(separator: ",").map { part -> String in
            let text = String(part.trimmingPrefix(while: \.isWhitespace))
            if text.hasPrefix("\""), text.hasSuffix("\""), text.count >= 2 {
                return SQL.literal(String(text.dropFirst().dropLast()).replacing("\"\"", with: "\""))
            }
            return SQL.literal(text)
        }
        return "SET \(parameter(name)) TO \(parts.isEmpty ? "''" : parts.joined(separator: ", "))"
    }

    /// A parameter's name; those of extensions have a dot.
    private static func parameter(_ name: String) -> String {
        name.split(separator: ".").map { SQL.identifier(String($0)) }.joined(separator: ".")
    }

    static let trigger = Rule(
        create: { fact, context in
            guard let relation = fact.id.parent else { return [] }
            return [
                Step(
                    .create, fact.id, [fact.text(.definition) ?? ""] + triggerState(fact, relation),
                    guarded: .todo(Question.not(Question.exists(fact.id))), locks: context.lock(.shareRowExclusive, relation))
            ]
        },
        alter: { before, after, changed, context in
            guard let relation = after.id.parent, changed == [.enabled] else {
                return .replace("a trigger's definition cannot be changed in place")
            }
            let state = ["disabled": "D", "replica": "R", "always": "A"][after.text(.enabled) ?? ""] ?? "O"
            return .steps([
                Step(
                    .alter, after.id,
                    after[.enabled] == nil
                        ? ["ALTER TABLE \(relation.sql) ENABLE TRIGGER \(SQL.identifier(after.id.name))"]
                        : triggerState(after, relation),
                    guarded: .todo(
                        Question.exists(
                            "pg_trigger t",
                            "t.tgrelid = \(Question.relation(relation)) AND t.tgname = \(SQL.literal(after.id.name)) "
                                + "AND t.tgenabled <> '\(state)'")), locks: context.lock(.shareRowExclusive, relation))
            ])
        },
        drop: { fact, context in
            guard let relation = fact.id.parent else { return [] }
            return [
                Step(
                    .drop, fact.id, ["DROP TRIGGER \(SQL.identifier(fact.id.name)) ON \(relation.sql)"],
                    guarded: .todo(Question.exists(fact.id)), locks: context.lock(.accessExclusive, relation))
            ]
        },
        exists: { id in
            Question.exists(
                "pg_trigger t",
                "t.tgrelid = \(id.parent.map(Question.relation) ?? "NULL") AND t.tgname = \(SQL.literal(id.name))")
        })

    private static func triggerState(_ fact: Fact, _ relation: ObjectID) -> [String] {
        let name = SQL.identifier(fact.id.name)
        return switch fact.text(.enabled) {
        case "disabled": ["ALTER TABLE \(relation.sql) DISABLE TRIGGER \(name)"]
        case "replica": ["ALTER TABLE \(relation.sql) ENABLE REPLICA TRIGGER \(name)"]
        case "always": ["ALTER TABLE \(relation.sql) ENABLE ALWAYS TRIGGER \(name)"]
        default: []
        }
    }
}
