import Foundation
import SchemaModel

extension Visit {
    // MARK: Naming

    fileprivate typealias Named = (kind: String, name: String, place: Int?)

    /// Holds each name that the statement gives against the policy of its kind.
    mutating func judgeNames() {
        let policy = options.naming
        for (kind, name, place) in namesGiven {
            let pattern: String? =
                switch kind {
                case "schema": policy.schema
                case "table": policy.table
                case "column": policy.column
                case "index": policy.index
                case "foreign key": policy.foreignKey
                default: policy.check
                }
            guard let pattern else { continue }
            guard let regex = try? Regex(pattern) else {
                reportOnce("the naming policy's pattern \(pattern) is not a regular expression", key: "naming \(kind)")
                continue
            }
            // A pattern that cannot be matched through is taken as one that does not match.
            guard (try? regex.wholeMatch(in: name)) == nil else { continue }
            report("\(kind) \(name) does not match \(pattern)", at: place)
        }
    }

    private var namesGiven: [Named] {
        switch kind {
        case "CreateSchemaStmt": return [("schema", self["schemaname"].string ?? "", nil)].filter { !$0.1.isEmpty }
        case "CreateStmt":
            let columns = self["tableElts"].list.compactMap { $0[as: "ColumnDef"] }
            return [("table", self["relation"]["relname"].string ?? "", nil)]
                + columns.map { ("column", $0["colname"].string ?? "", $0.location) } + constraintNames
        case "AlterTableStmt":
            return commands.compactMap { command in
                command.column.map { ("column", $0["colname"].string ?? "", command.location) }
            }
                + constraintNames
        case "IndexStmt": return self["idxname"].string.map { [("index", $0, nil)] } ?? []
        case "RenameStmt":
            let kinds = [
                "OBJECT_SCHEMA": "schema", "OBJECT_TABLE": "table", "OBJECT_COLUMN": "column", "OBJECT_INDEX": "index",
            ]
            return kinds[self["renameType"].string ?? ""].map { [($0, self["newname"].string ?? "", nil)] } ?? []
        default: return []
        }
    }

    private var constraintNames: [Named] {
        [("CONSTR_FOREIGN", "foreign key"), ("CONSTR_CHECK", "check")].flatMap { type, kind in
            constraints(type).compactMap { added in added.node["conname"].string.map { (kind, $0, Optional(added.location)) } }
        }
    }

    // MARK: Ownership

    /// Holds what the statement changes against who may change it.
    mutating func judgeOwnership() {
        guard let author = options.author, !options.ownership.isEmpty else { return }
        for (_, name) in touched {
            for rule in options.ownership where Pattern.matches(rule.objects, name.description) {
                if rule.deny.contains(where: { Pattern.matches($0, author) }) {
                    report("\(name) is denied to \(author), by the policy for \(rule.objects)")
                } else if !rule.allow.isEmpty, !rule.allow.contains(where: { Pattern.matches($0, author) }) {
                    report(
                        "\(name) is \(rule.allow.joined(separator: ", "))'s, by the policy for \(rule.objects), "
                            + "not \(author)'s")
                }
            }
        }
    }
}

/// Patterns with `*` for any text.
enum Pattern {
    static func matches(_ pattern: String, _ text: String) -> Bool {
        let parts = pattern.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
        guard parts.count > 1, let first = parts.first, let last = parts.last else { return pattern == text }
        guard text.hasPrefix(first), text.hasSuffix(last), text.count >= first.count + last.count else { return false }
        var rest = text.dropFirst(first.count).dropLast(last.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let range = rest.range(of: part) else { return false }
            rest = rest[range.upperBound...]
        }
        return true
    }
}
