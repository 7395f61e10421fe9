package import SchemaModel

/// The Swift declaration of a schema that a catalog has.
///
/// Facts that the declaration language can express become Swift; ``declared`` are the facts that this Swift makes. The rest is for raw
/// SQL, which whoever can plan finds by comparing the two.
package struct SchemaSource {
    /// The facts that the Swift declares, some of them without attributes that it has no words for.
    package private(set) var declared: [Fact] = []
    /// The roles that grants and policies name.
    package private(set) var roles: Set<String> = []

    let database: String
    /// The enum that holds everything that has a name of its own.
    let namespace: String
    let facts: [ObjectID: Fact]
    let children: [ObjectID: [Fact]]
    var types: [String: TypeText] = [:]
    var labels: [ObjectID: [String: String]] = [:]
    var enumTypes: Set<String> = []
    private(set) var swiftTypes = SwiftNames(reserved: SwiftNames.reservedTypes)
    private var members = SwiftNames(reserved: ["database", "sql", "self", "Type", "init"])
    var schemas: [ObjectID: SchemaText] = [:]
    var tables: [ObjectID: TableText] = [:]
    private var files: [ImportedFile] = []
    /// The names of files, in lower case: the compiler takes each once in a module, whatever its folder, and some file systems do
    /// not tell `Orders.swift` from `ORDERS.swift`. `main.swift` would make a program of the library.
    private var fileNames: Set<String> = ["main.swift", "rawsql.swift"]
    private var extensions: [String] = []

    /// The members of a ``Schema``, as expressions.
    struct SchemaText {
        var member = ""
        var types: [String] = []
        var sequences: [String] = []
        var tables: [String] = []
        var partitions: [String] = []
        var views: [String] = []
        var functions: [String] = []
        var grants: [String] = []
        var comment: String?
    }

    /// A table that Swift declares: its names, and those of its columns.
    struct TableText {
        var type: String
        var member: String
        var columns: [String: (property: String, type: TypeText)] = [:]
        /// The sets of columns that a foreign key can refer to.
        var keys: Set<Set<String>> = []
    }

    /// - Parameters:
    ///   - database: the name of the database in the project.
    ///   - namespace: the name of the enum that holds the declaration.
    ///   - facts: what the catalog says.
    package init(database: String, namespace: String, facts: some Sequence<Fact>) {
        self.database = database
        self.namespace = namespace
        self.facts = Dictionary(facts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        children = Dictionary(grouping: facts.filter { $0.id.parent != nil }.sorted { $0.id < $1.id }) { $0.id.parent ?? $0.id }
        _ = typeName(namespace, suffix: "")
        fileNames.insert("\(namespace).swift".lowercased())
        write()
    }

    private mutating func write() {
        let roots = facts.values.filter { $0.id.parent == nil }.sorted { $0.id < $1.id }
        for root in roots where root.id.kind == .schema {
            schemas[root.id] = SchemaText(member: memberName(root.id.name, suffix: "Schema"))
            declare(root)
            // Every database begins with a schema public, and its privileges and comment.
            guard root.id.name != "public" else { continue }
            let (grants, comment) = (grants(on: root.id), comment(on: root.id))
            schemas[root.id]?.grants = grants
            schemas[root.id]?.comment = comment
        }
        for root in roots where root.id.kind == .extension {
            let schema = SwiftText.literal(root.text(.schema) ?? "public")
            extensions.append("Extension(\(SwiftText.literal(root.id.name)), schema: \(schema))")
            declare(root, only: [.schema])
        }
        userTypes(roots)
        // The names of tables are known before anything refers to them.
        for root in roots where root.id.kind == .table && isDeclarable(table: root) && schema(of: root.id) != nil {
            tables[root.id] = TableText(
                type: typeName(root.id.name, suffix: "Table"), member: memberName(root.id.name, suffix: "Table"))
            nameColumns(of: root.id)
        }
        sequences(roots)
        for root in roots where root.id.kind == .table && tables[root.id] != nil { keys(of: root.id) }
        for root in roots where root.id.kind == .table && tables[root.id] != nil { table(root) }
        for root in roots where root.id.kind == .table && tables[root.id] == nil { partition(root) }
        views(roots)
        functions(roots)
    }

    // A member of the namespace hides a type of the same name, which names without upper and lower case would have.

    /// The name of a class or an enum, which no member of the namespace has.
    mutating func typeName(_ name: String, suffix: String) -> String {
        let type = swiftTypes.type(name, suffix: suffix)
        members.reserve(type)
        return type
    }

    /// The name of a member of the namespace, which no class or enum has.
    mutating func memberName(_ name: String, suffix: String) -> String {
        let member = members.member(name, suffix: suffix)
        swiftTypes.reserve(member)
        return member
    }

    mutating func declare(_ fact: Fact) { declared.append(fact) }

    /// Declares a fact with those attributes alone that Swift has words for.
    mutating func declare(_ fact: Fact, only attributes: Set<Attribute>) {
        var fact = fact
        fact.attributes = fact.attributes.filter { attributes.contains($0.key) }
        declare(fact)
    }

    func schema(of id: ObjectID) -> ObjectID? {
        guard let name = id.schema, facts[.schema(name)] != nil else { return nil }
        return .schema(name)
    }

    func children(_ id: ObjectID, _ kind: ObjectKind) -> [Fact] { (children[id] ?? []).filter { $0.id.kind == kind } }

    /// True when a fact says no more than these attributes, aside from what follows from them.
    func has(_ fact: Fact, only attributes: Set<Attribute>) -> Bool {
        let known = attributes.union(Self.following)
        return fact.attributes.keys.allSatisfy(known.contains)
    }

    /// Attributes that inform, or follow from others.
    private static let following = Fact.notCompared.union([.columns, .isReplicaIdentity, .deferrable, .deferred])

    /// Takes the comment of an object.
    mutating func comment(on id: ObjectID) -> String? {
        guard let fact = facts[.comment(on: id)], let text = fact.text(.text) else { return nil }
        declare(fact)
        return text
    }

    // MARK: Privileges

    /// The words of the privileges that a declaration can grant.
    private static let privileges: [String: String] = [
        "SELECT": ".select", "INSERT": ".insert", "UPDATE": ".update", "DELETE": ".delete", "TRUNCATE": ".truncate",
        "REFERENCES": ".references", "TRIGGER": ".trigger", "USAGE": ".usage", "CREATE": ".create", "EXECUTE": ".execute",
    ]

    static func role(_ name: String) -> String { name == "PUBLIC" ? ".everyone" : SwiftText.literal(name) }

    mutating func uses(role name: String) { if name != "PUBLIC" { roles.insert(name) } }

    /// The grants on an object, in Swift. Those that another role than the owner gave, and the owner's own, are left to raw SQL.
    mutating func grants(on id: ObjectID, columns: String? = nil) -> [String] {
        var result: [String] = []
        for fact in children(id, .grant) where fact.id.signature == nil && !fact.id.name.isEmpty {
            guard let names = fact.texts(.privileges), names.allSatisfy({ Self.privileges[$0] != nil }) else { continue }
            let grantable = Set(fact.texts(.grantable) ?? [])
            for withOption in [false, true] {
                let some = names.filter { grantable.contains($0) == withOption }.compactMap { Self.privileges[$0] }
                guard !some.isEmpty else { continue }
                let place = columns.map { ", on: [\($0)]" } ?? ""
                result.append(
                    "Grant(\(some.joined(separator: ", ")), to: \(Self.role(fact.id.name))\(place)\(withOption ? ", grantOption: true" : ""))"
                )
            }
            uses(role: fact.id.name)
            declare(fact, only: [.privileges, .grantable])
        }
        return result
    }

    // MARK: The files of the whole

    /// Adds a file to a folder. Where the name is taken, in this folder or another, the folder's name is added, then a number.
    mutating func file(in folder: String, _ name: String, _ body: String) {
        var candidates = ["\(name).swift", "\(name)-\(folder.split(separator: "/").joined(separator: "-")).swift"]
        var number = 2
        while fileNames.contains(candidates[0].lowercased()) {
            candidates.removeFirst()
            if candidates.isEmpty {
                candidates.append("\(name)-\(number).swift")
                number += 1
            }
        }
        fileNames.insert(candidates[0].lowercased())
        file("\(folder)/\(candidates[0])", body)
    }

    private mutating func file(_ path: String, _ body: String) {
        files.append(ImportedFile(path: path, text: "import Plumbline\n\n" + body))
    }

    /// All files of the declaration, in a stable order.
    ///
    /// - Parameters:
    ///   - raw: SQL for what Swift does not declare, in an order in which it runs.
    ///   - platform: the platform of the database.
    ///   - notes: what is not imported, for people.
    package func sources(raw: [String], platform: Platform = .plain, notes: [String] = []) -> [ImportedFile] {
        var copy = self
        copy.schemaFiles()
        if !raw.isEmpty { copy.rawFile(raw) }
        copy.databaseFile(hasRawSQL: !raw.isEmpty, platform: platform, notes: notes)
        return copy.files.sorted { $0.path < $1.path }
    }

    private mutating func schemaFiles() {
        for (id, text) in schemas.sorted(by: { $0.key < $1.key }) {
            var arguments = [SwiftText.literal(id.name)]
            let lists = [
                ("types", text.types), ("sequences", text.sequences), ("tables", text.tables), ("partitions", text.partitions),
                ("views", text.views), ("functions", text.functions), ("grants", text.grants),
            ]
            for (label, items) in lists where !items.isEmpty {
                arguments.append("\(label): " + SwiftText.list(items, indent: "        ", open: "[", close: "]"))
            }
            if let comment = text.comment { arguments.append("comment: \(SwiftText.literal(comment))") }
            file(
                in: "Schemas", folder(id.name),
                "extension \(namespace) {\n    static let \(text.member) = Schema"
                    + SwiftText.list(arguments, indent: "    ", open: "(", close: ")").replacing(",\n    )", with: "\n    )")
                    + "\n}\n")
        }
    }

    private mutating func rawFile(_ raw: [String]) {
        let items = raw.map { "        RawSQL(\(SwiftText.literal($0, indent: "            "))),\n" }.joined()
        file(
            "RawSQL.swift",
            """
            // What the declaration has no words for. A scratch server runs it, and what it makes is compared like all the rest.
            extension \(namespace) {
                static let sql: [RawSQL] = [
            \(items)    ]
            }

            """)
    }

    private mutating func databaseFile(hasRawSQL: Bool, platform: Platform, notes: [String]) {
        var arguments = [SwiftText.literal(database)]
        if platform != .plain { arguments.append("platform: .\(platform.rawValue)") }
        if !extensions.isEmpty {
            arguments.append("extensions: " + SwiftText.list(extensions, indent: "        ", open: "[", close: "]"))
        }
        let list = schemas.sorted { $0.key < $1.key }.map(\.value.member)
        arguments.append("schemas: " + SwiftText.list(list, indent: "        ", open: "[", close: "]"))
        if hasRawSQL { arguments.append("sql: sql") }
        if !roles.isEmpty {
            let names = roles.sorted().map { SwiftText.literal($0) }
            arguments.append("roles: " + SwiftText.list(names, indent: "        ", open: "[", close: "]"))
        }
        let comments = notes.flatMap { $0.split(whereSeparator: \.isNewline) }.map { "/// \($0)\n" }.joined()
        file(
            "\(namespace).swift",
            """
            /// The database \(database).
            \(comments)public enum \(namespace) {
                /// The database with all that is declared in it.
                public static let database = Database\(SwiftText.list(arguments, indent: "    ", open: "(", close: ")").replacing(",\n    )", with: "\n    )"))
            }

            """)
    }

    /// A name as a part of a path: letters, digits, and what is harmless beside them.
    func folder(_ name: String) -> String {
        let safe = String(
            name.unicodeScalars.prefix(60).map { scalar -> Character in
                let isSafe =
                    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "_"
                return isSafe ? Character(scalar) : "-"
            })
        return safe.isEmpty ? "-" : safe
    }
}
