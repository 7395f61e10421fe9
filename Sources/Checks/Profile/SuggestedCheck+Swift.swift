import struct Foundation.Date
package import SchemaDSL
import SchemaModel

extension TableProfile {
    /// The suggested checks as an extension of the table's declaration; nil where it declares none of the columns.
    ///
    /// - Parameter declaration: The table as it is declared; its class and its properties are named in the text.
    package func swift(_ declaration: any Relation) -> String? {
        let properties = Self.properties(of: declaration)
        let known = suggestions.filter { properties[$0.column] != nil }
        guard !known.isEmpty else { return nil }
        // A key that is not declared cannot be named; then failing rows are counted, and not shown.
        let keys = key.compactMap { properties[$0]?.path }
        // A rule that tells rows apart needs a key.
        let written = known.filter { $0.rule != .unique || !keys.isEmpty }
        var taken: Set<String> = []
        var text = """
            import Plumbline

            // Suggested by `plumb profile`: the data says what is, not what must be. Review each check, and add the group to a suite:
            //     CheckSuite(database, [table.suggestedChecks])
            extension \(Self.typeName(declaration)) {
                /// Checks that the data of \(CheckHeader.oneLine(table.path)) suggests.
                var suggestedChecks: CheckGroup {
                    CheckGroup(on: self, key: [\(keys.joined(separator: ", "))], [

            """
        for check in written {
            guard let property = properties[check.column] else { continue }
            if check.failing > 0 { text += "            // Fails today: \(check.failing) rows.\n" }
            var name = "\(CheckID.part(check.column)).\(check.name)"
            var number = 2
            while !taken.insert(name).inserted {
                name = "\(CheckID.part(check.column)).\(check.name)_\(number)"
                number += 1
            }
            text += "            \(Self.call(check, property, name)).severity(.warning),\n"
        }
        return text + "        ])\n    }\n}\n"
    }

    struct Property {
        var path: String
        var isText: Bool
        var isTime: Bool
    }

    /// The properties that are columns, by the columns' names; those of groups of columns with the group's name before them.
    static func properties(of subject: Any, prefix: String = "") -> [String: Property] {
        var found: [String: Property] = [:]
        for child in Mirror(reflecting: subject).children {
            guard let label = child.label else { continue }
            let path = prefix + (label == "self" ? "`self`" : label)
            if let column = child.value as? any AnyColumn {
                found[column.name] = Property(
                    path: path, isText: child.value is Column<String>,
                    isTime: child.value is Column<Date> || child.value is Column<LocalDate>
                        || child.value is Column<LocalTimestamp>)
            } else if child.value is any ColumnGroup {
                found.merge(properties(of: child.value, prefix: path + ".")) { first, _ in first }
            }
        }
        return found
    }

    /// The name of its class without its module.
    private static func typeName(_ declaration: any Relation) -> String {
        String(reflecting: type(of: declaration)).split(separator: ".").dropFirst().joined(separator: ".")
    }

    private static func call(_ check: SuggestedCheck, _ property: Property, _ name: String) -> String {
        let title = literal([.sql(check.title)], "")
        let path = property.path
        switch check.rule {
        case .notNull: return ".notNull(\(path), \(title)).named(\(literal([.sql(name)], "")))"
        case .nullShare(let share):
            return ".nullShare(of: \(path), atMost: \(share), \(title)).named(\(literal([.sql(name)], "")))"
        case .unique: return ".unique([\(path)], \(title)).named(\(literal([.sql(name)], "")))"
        case .oneOf(let values) where property.isText:
            let list = values.map { literal([.sql($0)], "") }.joined(separator: ", ")
            return ".oneOf(\(path), [\(list)], \(title)).named(\(literal([.sql(name)], "")))"
        case .format(let regex) where property.isText:
            return ".format(\(path), \(literal([.sql(regex)], "")), \(title)).named(\(literal([.sql(name)], "")))"
        case .notInFuture where property.isTime:
            return ".notInFuture(\(path), \(title)).named(\(literal([.sql(name)], "")))"
        case .oneOf(let values):
            let list = values.map(SQL.literal).joined(separator: ", ")
            return satisfies([.column, .sql("::text IN (\(list))")], path, name, title)
        case .format(let regex): return satisfies([.column, .sql("::text ~ \(SQL.literal(regex))")], path, name, title)
        case .notInFuture: return satisfies([.column, .sql(" <= now()")], path, name, title)
        case .condition(let parts): return satisfies(parts, path, name, title)
        }
    }

    private static func satisfies(
        _ parts: [SuggestedCheck.ConditionPart], _ path: String, _ name: String, _ title: String
    ) -> String {
        ".satisfies(Predicate(sql: \(literal(parts, path))), named: \(literal([.sql(name)], "")), \(title))"
    }

    /// A string literal of Swift, in which the column is interpolated.
    static func literal(_ parts: [SuggestedCheck.ConditionPart], _ path: String) -> String {
        var text = "\""
        for part in parts {
            switch part {
            case .column: text += "\\(\(path))"
            case .sql(let sql):
                for scalar in sql.unicodeScalars {
                    switch scalar {
                    case "\"", "\\": text += "\\\(Character(scalar))"
                    case "\n": text += "\\n"
                    case "\t": text += "\\t"
                    case _ where scalar.isUnsafeToShow: text += "\\u{\(String(scalar.value, radix: 16))}"
                    default: text.unicodeScalars.append(scalar)
                    }
                }
            }
        }
        return text + "\""
    }
}
