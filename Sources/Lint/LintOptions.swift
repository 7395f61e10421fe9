/// The options of a project for the linter.
public struct LintOptions: Sendable {
    /// Rules that are off, with the reason.
    public var off: [String: String] = [:]
    /// Optional rules that are on.
    public var on: Set<String> = []
    public var severities: [String: Severity] = [:]
    /// The server's version, as `server_version_num`, where no server is asked.
    public var serverVersion: Int?
    /// The tool that runs the files opens a transaction around each.
    public var inTransaction = false
    public var naming = NamingPolicy()
    public var ownership: [OwnershipRule] = []
    /// The author of the change, for the ownership policy; nil where it is unknown.
    public var author: String?
    /// Schemas that an API shows to the world: their tables need row-level security.
    public var exposedSchemas: Set<String> = []
    /// Every `integer` column counts, not only keys.
    public var everyInteger = false

    public init() {}

    /// Regular expressions that names must match, whole.
    public struct NamingPolicy: Sendable {
        public var schema: String?
        public var table: String?
        public var column: String?
        public var index: String?
        public var foreignKey: String?
        public var check: String?

        public init() {}
    }

    /// The authors that may change the objects that a pattern names.
    public struct OwnershipRule: Sendable {
        /// `schema.*`, `schema.table`, with `*` for any text.
        public var objects: String
        /// The people who may change them, with `*`; empty for all.
        public var allow: [String]
        /// The people who may not.
        public var deny: [String]

        public init(objects: String, allow: [String], deny: [String]) {
            self.objects = objects
            self.allow = allow
            self.deny = deny
        }
    }
}
