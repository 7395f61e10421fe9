/// Legal Swift names for names of PostgreSQL, each given once in its space.
struct SwiftNames {
    private var taken: Set<String>

    /// - Parameter reserved: names that mean something else here.
    init(reserved: Set<String> = []) { taken = reserved }

    /// The name of a type: `order_lines` is `OrderLines`. A name that is taken gets the suffix, then a number.
    mutating func type(_ name: String, suffix: String) -> String {
        let words = Self.words(name).map { $0.prefix(1).uppercased() + $0.dropFirst() }
        return claim(Self.legal(words.joined()), suffix: suffix)
    }

    /// The name of a property or a case: `order_lines` is `orderLines`.
    mutating func member(_ name: String, suffix: String) -> String {
        let words = Self.words(name).enumerated().map { index, word in
            index == 0 ? Self.lowercasedStart(word) : word.prefix(1).uppercased() + word.dropFirst()
        }
        let name = claim(Self.legal(words.joined()), suffix: suffix)
        return Self.keywords.contains(name) ? "`\(name)`" : name
    }

    /// Takes a name, so that none is given that equals it.
    mutating func reserve(_ name: String) { taken.insert(name) }

    private mutating func claim(_ name: String, suffix: String) -> String {
        var candidates = [name, name + suffix]
        var number = 2
        while taken.contains(candidates[0]) {
            candidates.removeFirst()
            if candidates.isEmpty {
                candidates.append("\(name)\(suffix)\(number)")
                number += 1
            }
        }
        taken.insert(candidates[0])
        return candidates[0]
    }

    /// The parts of a name between what Swift's names cannot hold.
    private static func words(_ name: String) -> [String] {
        var words = [""]
        for scalar in name.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9": words[words.count - 1].unicodeScalars.append(scalar)
            case _ where scalar.isASCII: words.append("")
            // The letters of the alphabets that Swift takes everywhere in a name.
            case _ where (0xC0...0x167F).contains(scalar.value) && scalar.properties.isAlphabetic:
                words[words.count - 1].unicodeScalars.append(scalar)
            default: words[words.count - 1] += "U" + String(scalar.value, radix: 16, uppercase: true)
            }
        }
        return words.filter { !$0.isEmpty }
    }

    /// `ID` is `id`, `URLPath` is `urlPath`, `Status` is `status`.
    private static func lowercasedStart(_ word: String) -> String {
        let capitals = word.prefix { $0.isUppercase || $0.isNumber }
        guard capitals.count > 1 else { return word.prefix(1).lowercased() + word.dropFirst() }
        if capitals.count == word.count { return word.lowercased() }
        return capitals.dropLast().lowercased() + word.dropFirst(capitals.count - 1)
    }

    private static func legal(_ name: String) -> String {
        guard let first = name.first else { return "unnamed" }
        return first.isNumber ? "_" + name : name
    }

    /// Words that a property can be called only in backticks.
    private static let keywords: Set<String> = [
        "associatedtype", "class", "deinit", "enum", "extension", "fileprivate", "func", "import", "init", "inout", "internal",
        "let",
        "open", "operator", "private", "precedencegroup", "protocol", "public", "rethrows", "static", "struct", "subscript",
        "typealias", "var", "break", "case", "catch", "continue", "default", "defer", "do", "else", "fallthrough", "for", "guard",
        "if",
        "in", "repeat", "return", "throw", "switch", "where", "while", "as", "false", "is", "nil", "super", "throws", "true",
        "try",
        "any", "some", "await", "async", "borrowing", "consuming", "nonisolated", "package", "unowned", "weak", "lazy",
    ]

    /// Names that a type cannot have: the types that a declaration is written with, and Swift's own.
    static let reservedTypes: Set<String> = [
        "Additions", "Aggregate", "AggregateForm", "AggregateProperties", "AnyArgument", "AnyColumn", "AnyDomain", "AnyView",
        "Argument",
        "Array", "Assignment", "BackfillMode", "Bool", "Bytes", "Check", "CheckOption", "CheckSuite", "Column",
        "ColumnCompression",
        "ColumnGroup", "ColumnStorage", "ColumnType", "CompositeType", "CronJob", "Data", "Database", "Date",
        "Decimal",
        "DeclaredItem", "DeclaredObject", "Default", "Deferrable", "Domain", "Double", "EnumLabel", "EnumType", "Exclude",
        "Extension",
        "ExternalSchema", "Field", "FinalFunction", "Float", "ForeignKey", "Function", "FunctionProperties", "Generated",
        "GeneratedKind",
        "Grant", "IdentityKind", "Index", "IndexElement", "IndexKey", "IndexMethod", "Int", "Int16", "Int32", "Int64", "Interval",
        "JSON",
        "Language", "ManagedPartitions", "PartitionInterval", "Plumb", "LocalDate", "LocalTime", "LocalTimestamp",
        "MaterializedView", "Names", "NetworkAddress", "Never", "Opaque",
        "Optional", "Parameter", "Partition", "PartitionBound", "Partitioned", "Platform", "Plumbline", "Policy", "PolicyCommand",
        "Predicate", "PrimaryKey", "Privilege", "Problem", "Project", "Protocol", "Publication", "Query", "QuerySet", "RangeType",
        "RawSQL", "ReferenceRows", "ReferentialAction", "Relation", "Renamed", "ReplicaIdentity", "Report", "Returns", "Role",
        "Row",
        "RowSecurity", "SQLEnum", "SQLFragment", "SQLLiteral", "SQLRange", "SQLValue", "Schema", "SchemaObject", "Self",
        "Sendable", "DatabaseSequence", "TableComment",
        "SequenceType", "Set", "String", "Table", "TableBody", "TableBodyBuilder", "TableItem", "TableSetting",
        "Task",
        "TextSearchVector", "Trigger", "TriggerEvent", "TriggerTiming", "Type", "UUID", "Unique", "UserType", "Vector", "View",
        "ViewSettings", "Void", "Volatility", "Any", "Error", "Character", "Result", "Dictionary",
        // The modules and types that the package's test imports.
        "Foundation", "PlumblineTesting", "PostgresConnection", "ScratchDatabase", "SchemaTests", "Suite", "Swift", "Test",
        "Testing",
    ]

    /// Names that a column's property cannot have: what tables and views have besides.
    static let reservedMembers: Set<String> = [
        "body", "query", "settings", "columns", "self", "Self", "Type", "init", "deinit", "relationName",
    ]
}
