import SchemaDSL
import SchemaModel

/// The SQL of one rule, with what its numbers mean.
struct CompiledRule {
    var form: CompiledCheck.Form
    var references: Set<ObjectID> = []
    var key: [CompiledCheck.KeyColumn] = []
    var population: Population?
    var counted = Counted.rows
    var tally: String?
    var breakdown: String?
    var note: String?
    var hint: RuleHint?

    init(_ form: CompiledCheck.Form, _ references: Set<ObjectID> = [], key: [CompiledCheck.KeyColumn] = []) {
        self.form = form
        self.references = references
        self.key = key
    }
}

/// The resolved declaration of a rule about rows.
struct RuleScope {
    /// The qualified, quoted name of the table.
    let table: String
    let id: ObjectID
    let condition: String?
    let references: Set<ObjectID>

    /// ` WHERE …` with the scope and more conditions; empty without any.
    func filter(_ more: String...) -> String {
        let all = (condition.map { ["(\($0))"] } ?? []) + more
        return all.isEmpty ? "" : "\nWHERE \(all.joined(separator: " AND "))"
    }

    func population(nulls: String? = nil, groups: [String] = []) -> Population {
        Population(table: id, scope: condition, nulls: nulls, groups: groups)
    }
}
