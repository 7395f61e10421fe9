import SchemaModel

/// Which tables a plan changes while clients go on, and PostgreSQL's words for what stands on their new columns.
package struct OnlineOptions: Sendable {
    /// A choice of tables.
    package enum Tables: Hashable, Sendable {
        case all
        /// As `schema.table`.
        case named(Set<String>)

        func includes(_ table: ObjectID) -> Bool {
            switch self {
            case .all: true
            case .named(let names): names.contains(table.path)
            }
        }
    }

    package var tables: Tables
    /// The target, in which columns and types that are made beside the old ones have the names that they have until then: the
    /// statements of ``renames(from:to:options:)`` make it from a copy of the target. Nil makes no column beside another.
    package var prepared: CatalogState?

    package init(_ tables: Tables, prepared: CatalogState? = nil) {
        self.tables = tables
        self.prepared = prepared
    }

    /// True for the text of a migration that changes tables while clients go on: it makes columns or copies beside others.
    package static func isUsed(in text: String) -> Bool {
        [TemporaryName.trigger, TemporaryName.keepingTrigger, "ADD COLUMN \(TemporaryName.prefix)"].contains(where: text.contains)
    }

    /// The statements that turn a copy of the target into ``prepared``; empty where the plan makes nothing beside.
    package static func renames(from: CatalogState, to: CatalogState, options: PlanOptions) -> [String] {
        // As the plan does, before it looks for such columns: a table that has another name has keys that get others too.
        let renamed = UnaskedRenames.renamed(from, UnaskedRenames.find(from: from, to: to))
        return OnlineRewrites(from: renamed.indexed(), to: to.indexed(), options: options, isPrepared: false).renames
    }
}
