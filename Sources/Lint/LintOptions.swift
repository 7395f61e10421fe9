/// The options of a project for the linter.
package struct LintOptions: Sendable {
    /// Rules that are off, with the reason.
    package var off: [String: String] = [:]
    /// Optional rules that are on.
    package var on: Set<String> = []
    package var severities: [String: Severity] = [:]
    /// The server's version, as `server_version_num`, where no server is asked.
    package var serverVersion: Int?
    /// The tool that runs the files opens a transaction around each.
    package var inTransaction = false
    package var naming = NamingPolicy()
    package var ownership: [OwnershipRule] = []
    /// The author of the change, for the ownership policy; nil where it is unknown.
    package var author: String?
    /// Schemas that an API shows to the world: their tables need row-level security.
    package var exposedSchemas: Set<String> = []
    /// Every `integer` column counts, not only keys.
    package var everyInteger = false

    package init() {}

    /// Regular expressions that names must match, whole.
    package struct NamingPolicy: Sendable {
        package var schema: String?
        package var table: String?
        package var column: String?
        package var index: String?
        package var foreignKey: String?
        package var check: String?

        package init() {}
    }

    /// The authors that may change the objects that a pattern names.
    package struct OwnershipRule: Sendable {
        /// `schema.*`, `schema.table`, with `*` for any text.
        package var objects: String
        /// The people who may change them, with `*`; empty for all.
        package var allow: [String]
        /// The people who may not.
        package var deny: [String]

        package init(objects: String, allow: [String], deny: [String]) {
            self.objects = objects
            self.allow = allow
            self.deny = deny
        }
    }
}
