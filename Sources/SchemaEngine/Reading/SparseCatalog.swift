import PostgresClient
import SchemaModel

/// A catalog in which many databases have no row beyond those of `initdb`, which are never facts.
///
/// Planning a query takes longer than finding out that it has nothing to read. `pg_language` is not one of them: `plpgsql` is
/// initdb's, and privileges on it are facts.
enum SparseCatalog: String, CaseIterable {
    case accessMethods = "pg_am"
    case casts = "pg_cast"
    case collations = "pg_collation"
    case columnDefaults = "pg_attrdef"
    case constraints = "pg_constraint"
    case conversions = "pg_conversion"
    case defaultPrivileges = "pg_default_acl"
    case eventTriggers = "pg_event_trigger"
    case foreignDataWrappers = "pg_foreign_data_wrapper"
    case foreignServers = "pg_foreign_server"
    case functions = "pg_proc"
    case operators = "pg_operator"
    case operatorClasses = "pg_opclass"
    case operatorFamilies = "pg_opfamily"
    case operatorsOfFamilies = "pg_amop"
    case functionsOfFamilies = "pg_amproc"
    case policies = "pg_policy"
    case publications = "pg_publication"
    case publicationSchemas = "pg_publication_namespace"
    case publicationTables = "pg_publication_rel"
    case rules = "pg_rewrite"
    case statistics = "pg_statistic_ext"
    case textSearchConfigurations = "pg_ts_config"
    case textSearchDictionaries = "pg_ts_dict"
    case textSearchParsers = "pg_ts_parser"
    case textSearchTemplates = "pg_ts_template"
    case transforms = "pg_transform"
    case triggers = "pg_trigger"

    /// A query of one row: for each catalog, whether somebody's row is in it. From 16384 on (`FirstNormalObjectId`), oids are given to
    /// what `initdb` did not create.
    static let query =
        "SELECT "
        + allCases.map { "EXISTS (SELECT FROM pg_catalog.\(SQL.quoted(identifier: $0.rawValue)) WHERE oid >= 16384)" }
        .joined(separator: ", ")

    /// The catalogs with rows, as the answer to ``query`` says.
    static func filled(_ answer: PostgresRows) -> Set<SparseCatalog> {
        guard let row = answer.first else { return Set(allCases) }
        return Set(zip(allCases, allCases.indices).filter { row.text($1) != "f" }.map(\.0))
    }
}
