import SchemaModel

/// Where and when the linted files made something; nil for what was there before them.
struct Birth: Hashable {
    let script: Int
    let transaction: Int
    /// The statement's number in its source.
    let statement: Int
}

/// A place in a source, for a finding that comes later.
struct Place: Hashable {
    let source: Int
    let offset: Int
    let statement: Int
}

struct KnownColumn {
    var name: String
    var type: TypeName
    var isNotNull: Bool
    /// A boolean, or a text that a CHECK holds to very few values.
    var defaultValue: Node
    var isGenerated: Bool
    var generation = Node(nil)
    var isIdentity: Bool
    var place: Place?
    /// `n_distinct` of pg_stats: a count, or below zero a share of the rows.
    var distinct: Double?
    var nullFraction: Double?
}

struct KnownConstraint {
    enum Kind: String { case primary, unique, check, foreign, exclude }
    var name: String
    var kind: Kind
    var columns: [String]
    var isValid: Bool
    var references: QName?
    var referencedColumns: [String] = []
    /// `a` no action, `r` restrict, `c` cascade, `n` set null, `d` set default.
    var onDelete = "a"
    var expression = Node(nil)
    var nullsNotDistinct = false
    var birth: Birth?
    var place: Place?
}

struct KnownPolicy {
    var name: String
    var place: Place?
    var isPermissive: Bool
    var command: String
    var roles: [String]
    var using: Node
    var withCheck: Node
}

struct KnownTable {
    enum Kind { case table, view, materializedView, foreign }
    var name: QName
    var kind = Kind.table
    var columns: [KnownColumn] = []
    var constraints: [KnownConstraint] = []
    var policies: [KnownPolicy] = []
    var rowSecurity = false
    var forcesRowSecurity = false
    var isTemporary = false
    var isPartitioned = false
    var isDefaultPartition = false
    var partitionOf: QName?
    var hasDefaultPartition = false
    var partitionColumns: [String] = []
    var isLocal = true
    /// `d` default, `f` full, `n` nothing, `i` an index.
    var replicaIdentity = "d"
    var replicaIndex: String?
    var isPopulated = true
    var query = Node(nil)
    var options: Set<String> = []
    var hasGrants = false
    /// The roles that were granted something on it.
    var grantees: Set<String> = []
    var hasComment = false
    var hasOwner = false
    var birth: Birth?
    var place: Place?
    /// As the planner guesses; nil where no server was asked, below zero where it never counted.
    var rows: Double?
    /// Its columns are all known: not LIKE, INHERITS or a query's.
    var isComplete = true

    func column(_ name: String) -> KnownColumn? { columns.first { $0.name == name } }
    var primaryKey: KnownConstraint? { constraints.first { $0.kind == .primary } }
    /// True when a migration of ours has made a column beside another, whose values it has.
    func hasSuccessor(of name: String) -> Bool { column(MigrationConvention.temporaryPrefix + name) != nil }
}

struct KnownIndex {
    var name: QName
    var table: QName
    var method: String
    /// Each key: a column's name, or nil for an expression.
    var columns: [String?]
    /// Each key with its order and operator class, to compare.
    var keys: [Node]
    var included: [String]
    var isUnique: Bool
    var predicate: Node
    var options: [String: Node]
    var nullsNotDistinct = false
    var isConcurrent: Bool
    /// The constraint that it stands behind.
    var constraint: String?
    var isInvalid = false
    var birth: Birth?
    var place: Place?
}

struct KnownFunction {
    var name: QName
    var isVolatile: Bool
    var birth: Birth?
    var place: Place?
}

struct KnownEnum {
    var labels: Set<String>
    var birth: Birth?
    /// Labels added to a type that was there, and the transaction that did.
    var added: [String: Birth] = [:]
}

struct KnownJob {
    var name: String?
    var schedule: String
    var command: String
    var isActive = true
    var place: Place?
}

struct KnownPublication {
    /// Table to its column list, empty for all.
    var tables: [QName: [String]] = [:]
    var isForAll = false
    /// The script that made it.
    var script: Int?
    var schemas: Set<String> = []
    /// As in `publish`.
    var operations: Set<String> = ["insert", "update", "delete", "truncate"]

    var publishesChanges: Bool { operations.contains("update") || operations.contains("delete") }
    /// True when a table's rows are published.
    func covers(_ table: QName) -> Bool { isForAll || tables[table] != nil || schemas.contains(table.schema) }
}

/// A type as it is written.
struct TypeName: Hashable {
    /// Without `pg_catalog`, in lower case as parsed: `int4`, `varchar`, `timestamptz`.
    var name: String
    var schema: String?
    var modifiers: [Int]
    var isArray: Bool

    init(_ node: Node) {
        let names = node["names"].names
        name = names.last ?? ""
        schema = names.count > 1 && names[names.count - 2] != "pg_catalog" ? names[names.count - 2] : nil
        modifiers = node["typmods"].list.compactMap(\.integerConstant)
        isArray = !node["arrayBounds"].list.isEmpty
    }

    var isSerial: Bool { ["serial", "bigserial", "smallserial", "serial2", "serial4", "serial8"].contains(name) }

    /// As people write it.
    var text: String {
        let words = [
            "int4": "integer", "int8": "bigint", "int2": "smallint", "bpchar": "char", "bool": "boolean",
            "float8": "double precision",
            "float4": "real",
        ]
        let base = (schema.map { "\($0)." } ?? "") + (words[name] ?? name)
        let list = modifiers.isEmpty ? "" : "(" + modifiers.map(String.init).joined(separator: ",") + ")"
        return base + list + (isArray ? "[]" : "")
    }
}
