/// A kind of database object, named as PostgreSQL's manual names it.
///
/// An open set: a new kind is added here, with one extraction query and one rule.
public struct ObjectKind: RawRepresentable, Hashable, Sendable, Codable, Comparable {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    private init(_ rawValue: String) { self.rawValue = rawValue }

    public static let schema = ObjectKind("schema")
    public static let `extension` = ObjectKind("extension")
    public static let enumType = ObjectKind("enum type")
    public static let compositeType = ObjectKind("composite type")
    public static let domain = ObjectKind("domain")
    public static let sequence = ObjectKind("sequence")
    public static let table = ObjectKind("table")
    public static let column = ObjectKind("column")
    public static let columnDefault = ObjectKind("column default")
    /// A constraint of a table or of a domain; the parent says which.
    public static let constraint = ObjectKind("constraint")
    public static let index = ObjectKind("index")
    public static let statistics = ObjectKind("statistics")
    public static let view = ObjectKind("view")
    public static let materializedView = ObjectKind("materialized view")
    /// A function or a procedure.
    public static let function = ObjectKind("function")
    public static let trigger = ObjectKind("trigger")
    public static let policy = ObjectKind("policy")
    public static let grant = ObjectKind("grant")
    public static let comment = ObjectKind("comment")
    public static let owner = ObjectKind("owner")
    public static let publication = ObjectKind("publication")
    public static let publicationTable = ObjectKind("publication table")
    /// A setting of a publication that is switched on; its name is the parameter's. It can be ours where the publication is not.
    public static let publicationSetting = ObjectKind("publication setting")
    public static let cronJob = ObjectKind("cron job")
    public static let referenceRow = ObjectKind("reference row")

    public static func < (a: ObjectKind, b: ObjectKind) -> Bool { a.rawValue < b.rawValue }
}

extension ObjectKind: CustomStringConvertible {
    public var description: String { rawValue }
}
