import SchemaModel

/// A base type and its input and output functions need each other, as a range type and its canonical function do.
///
/// The functions stand in the type's statement: first the type as a shell, then the functions, then the type itself.
enum TypeFunctions {
    /// The type that is made of a function and that the function is about; nil for any other function.
    static func type(of function: ObjectID, in state: CatalogState) -> ObjectID? {
        state[function]?.dependencies.first { type in
            (type.kind == .baseType || type.kind == .rangeType) && state[type]?.dependencies.contains(function) == true
        }
    }

    /// The functions that need the type that they are a part of, in a stable order.
    private static func all(_ fact: Fact, in state: CatalogState) -> [Fact] {
        fact.dependencies.sorted().compactMap { state[$0] }.filter {
            $0.id.kind == .function && $0.dependencies.contains(fact.id)
        }
    }

    static func create(_ fact: Fact, _ definition: String, _ context: PlanContext) -> [Step] {
        let functions = all(fact, in: context.to).filter { context.isEnclosed($0.id, in: fact.id) }
        let shell = functions.isEmpty ? [] : ["CREATE TYPE \(fact.id.sql)"]
        let statements = shell + functions.map { FunctionKind.text($0, orReplace: false) } + [definition]
        let create = Step.create(fact, title: "create \(fact.id)" + (functions.isEmpty ? "" : " with its functions"), statements)
        var steps = Quarantining.restoring("TYPE", create, context)
        if steps.count > 1, let restore = context.options.restore {
            let schema = SQL.identifier(fact.id.schema ?? "public")
            steps[0].statements += functions.map { function in
                let place = restore.schema(for: function.id.schema ?? "public")
                return
                    "ALTER FUNCTION \(SQL.qualified(place, function.id.name))(\(function.id.signature ?? "")) SET SCHEMA \(schema)"
            }
        }
        return steps
    }

    static func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        let functions = all(fact, in: context.from)
        var steps = Quarantining.dropOrMove(fact, "TYPE", context)
        guard !functions.isEmpty, !steps.isEmpty else { return steps }
        if steps[0].movesToQuarantine, let quarantine = context.options.quarantine {
            // While the type has its name, the functions are found by it.
            let moves = functions.flatMap { function -> [String] in
                let schema = SQL.identifier(quarantine.schema(for: function.id.schema ?? "public"))
                return ["CREATE SCHEMA IF NOT EXISTS \(schema)", "ALTER FUNCTION \(function.id.sql) SET SCHEMA \(schema)"]
            }
            steps[0].statements.insert(contentsOf: moves, at: 0)
            return steps
        }
        // Everything else that needs the type or its functions is gone by now.
        var drop = Step.drop(
            fact, title: "drop \(fact.id) with its functions", ["DROP TYPE \(fact.id.sql) CASCADE"],
            reason: "the type and its functions need each other, which only CASCADE resolves")
        drop.takesFromKept = [fact.id] + functions.map(\.id)
        return [drop]
    }
}
