/// A kind of database object, named as PostgreSQL's manual names it.
///
/// The set is closed: the engine defines every kind in one file of its own, and the compiler asks for the definition of a case that is
/// added here. Raw values are part of snapshots and fingerprints and never change.
package enum ObjectKind: String, Hashable, Sendable, Codable, CaseIterable {
    case schema
    case `extension`
    case enumType = "enum type"
    case compositeType = "composite type"
    case domain
    case sequence
    case table
    case column
    case columnDefault = "column default"
    /// A constraint of a table or of a domain; the parent says which.
    case constraint
    case index
    case statistics
    case view
    case materializedView = "materialized view"
    /// A function or a procedure.
    case function
    case aggregate
    case `operator`
    case operatorFamily = "operator family"
    /// An operator, and a support function, of a family that are of none of its classes.
    case familyOperator = "family operator"
    case familyFunction = "family function"
    case operatorClass = "operator class"
    case cast
    case conversion
    case language
    case transform
    case accessMethod = "access method"
    case trigger
    case policy
    case grant
    /// An entry of ALTER DEFAULT PRIVILEGES; its name is the role's, its signature the type of objects.
    case defaultPrivileges = "default privileges"
    /// An object that an extension brought, with privileges that it did not bring.
    case extensionMember = "extension member"
    case comment
    case owner
    case publication
    case publicationTable = "publication table"
    /// A setting of a publication that is switched on; its name is the parameter's. It can be ours where the publication is not.
    case publicationSetting = "publication setting"
    case cronJob = "cron job"
    case referenceRow = "reference row"
    /// A rewrite rule other than the one that makes a view.
    case rule
    case eventTrigger = "event trigger"
    case collation
    /// A range type with its multirange type.
    case rangeType = "range type"
    /// A base type or a shell type.
    case baseType = "base type"
    case textSearchParser = "text search parser"
    case textSearchTemplate = "text search template"
    case textSearchDictionary = "text search dictionary"
    case textSearchConfiguration = "text search configuration"
    case foreignDataWrapper = "foreign-data wrapper"
    case foreignServer = "foreign server"
    case userMapping = "user mapping"
    case foreignTable = "foreign table"
    /// A schema whose tables a publication publishes.
    case publicationSchema = "publication schema"
    case subscription
    case securityLabel = "security label"
    /// A table whose partitions pg_partman creates and drops: a row of its configuration.
    case partitionSet = "partition set"
    /// The sequence of an identity column, whose options are the column's.
    case identitySequence = "identity sequence"
    case role
    case roleMembership = "role membership"
    case roleSetting = "role setting"
    case databaseSetting = "database setting"
    /// A configuration parameter on which somebody has privileges.
    case parameter = "configuration parameter"
}

extension ObjectKind: Comparable {
    package static func < (a: ObjectKind, b: ObjectKind) -> Bool { a.rawValue < b.rawValue }
}

extension ObjectKind: CustomStringConvertible {
    package var description: String { rawValue }
}

extension ObjectKind {
    /// How people name an object of a kind.
    enum Naming {
        /// By its own name, with its schema where it has one: `table app.orders`.
        case ownName
        /// By its parent's name and its own: `column app.orders.id`.
        case inParent
        /// By its own name in its parent's schema: `index app.orders_pkey`.
        case inSchemaOfParent
        /// As a part of its parent: `comment of table app.orders`.
        case ofParent
        case row
        case privileges
        /// As the defaults for what a role creates: `default privileges of app for TABLES in sales`.
        case defaults
        /// As GRANT names it: `FUNCTION public.similarity(text,text)`.
        case grantTarget
        /// As an object that another one lists: `app.orders in publication p`.
        case member
    }

    /// True when an object's schema is that of its parent: an index has its table's.
    package var isNamedInParentSchema: Bool { naming == .inSchemaOfParent }

    var naming: Naming {
        switch self {
        case .schema, .extension, .enumType, .compositeType, .domain, .sequence, .table, .statistics, .view, .materializedView,
            .function, .publication, .cronJob, .eventTrigger, .collation, .rangeType, .baseType, .textSearchParser,
            .textSearchTemplate, .textSearchDictionary, .textSearchConfiguration, .foreignDataWrapper, .foreignServer,
            .foreignTable,
            .subscription, .aggregate, .operator, .operatorFamily, .operatorClass, .cast, .conversion, .language, .transform,
            .accessMethod, .role, .databaseSetting, .parameter:
            .ownName
        case .column, .constraint, .trigger, .policy, .rule, .userMapping: .inParent
        case .index: .inSchemaOfParent
        case .columnDefault, .comment, .owner, .publicationSetting, .securityLabel, .partitionSet, .roleMembership,
            .roleSetting, .identitySequence:
            .ofParent
        case .referenceRow: .row
        case .grant: .privileges
        case .defaultPrivileges: .defaults
        case .extensionMember: .grantTarget
        case .publicationTable, .publicationSchema, .familyOperator, .familyFunction: .member
        }
    }
}
