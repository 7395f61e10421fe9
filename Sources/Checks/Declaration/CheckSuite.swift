public import SchemaDSL

/// Checks on one table, or questions to the catalog.
public struct CheckGroup: Sendable {
    let subject: Subject
    var checks: [DataCheck]

    enum Subject: Sendable {
        case table(any Relation, key: [any AnyColumn], sensitive: [any AnyColumn], time: (any AnyColumn)?)
        case catalog(String)
    }

    /// Checks on a table or view.
    ///
    /// - Parameters:
    ///   - key: The columns by which a failing row is found again; reports show the values of those that are marked unmasked.
    ///   - sensitive: The columns of the key that reports must not show, whatever their mark.
    ///   - time: The column that says when a row came to be, for the first and the last failing row in time. Without it, an unmasked
    ///     column with times that is NOT NULL or indexed is taken.
    public init(
        on table: any Relation, key: [any AnyColumn], sensitive: [any AnyColumn] = [], time: (any AnyColumn)? = nil,
        _ checks: [DataCheck]
    ) {
        subject = .table(table, key: key, sensitive: sensitive, time: time)
        self.checks = checks
    }

    /// Questions to the catalog; their ids begin with `catalog.` and this name.
    public init(catalogOf name: String, _ checks: [DataCheck]) {
        subject = .catalog(name)
        self.checks = checks
    }
}

/// The checks of one database.
public struct CheckSuite: Sendable {
    /// The declared database that the checks are about.
    public let database: Database
    let groups: [CheckGroup]

    /// A suite of groups; reports list the checks in this order.
    public init(_ database: Database, _ groups: [CheckGroup]) {
        self.database = database
        self.groups = groups
    }

    /// The checks as SQL, in the order of declaration.
    /// - Throws: ``CheckError`` of code `invalidDeclaration`, with every problem and the line of Swift that caused it.
    package func compiled() throws(CheckError) -> [CompiledCheck] {
        var compiler = CheckCompiler(database: database.name, names: database.names)
        for group in groups { compiler.add(group) }
        guard compiler.problems.isEmpty else {
            throw CheckError(
                .invalidDeclaration,
                "the checks of \(database.name) contradict themselves:\n" + compiler.problems.joined(separator: "\n"))
        }
        return compiler.checks
    }
}
