public import SchemaDSL

/// Two queries that should say the same: of the database that a suite is of, and of another one.
///
///     let agreement = Reconciliation(
///         with: chatwoot, key: ["conversation_id"], groups: ["day", "status"], compared: ["status", "customer_email"],
///         changed: "changed_at", settling: .seconds(86_400), here: "SELECT …", there: "SELECT …")
///
/// Differences are told by key and by the names of columns; values are compared as digests that each server makes, and never
/// leave it. Reports show the key, so it must not be sensitive.
public struct Reconciliation: Sendable {
    let other: Database
    let key: [String]
    let groups: [String]
    let compared: [String]
    let changed: String?
    let settling: Duration
    let here: SQLFragment
    let there: SQLFragment

    /// Two queries and which of their columns are held against each other.
    ///
    /// - Parameters:
    ///   - other: The other database, of which `there` is asked.
    ///   - key: Columns that tell rows apart, in both queries; compared as text.
    ///   - groups: Columns by which rows are counted. The first is the unit that waits while something in it changes: a day.
    ///   - compared: Columns whose values must be the same, as texts; cast both sides to one type. Of `numeric`, 30 and 30.0 are the same.
    ///   - changed: A `timestamptz` column of `there`: what changed within `settling` may not have arrived, and is not compared.
    ///   - settling: How long a change may take to arrive.
    ///   - here: A query of the suite's own database.
    ///   - there: A query of the other database. It is the source: its snapshot is taken after the one of `here`.
    public init(
        with other: Database, key: [String], groups: [String], compared: [String], changed: String? = nil,
        settling: Duration = .seconds(3600), here: SQLFragment, there: SQLFragment
    ) {
        self.other = other
        self.key = key
        self.groups = groups
        self.compared = compared
        self.changed = changed
        self.settling = settling
        self.here = here
        self.there = there
    }
}

extension DataCheck {
    /// The two databases have as many rows in each group. A group that differs is a failing row.
    public static func countsAgree(
        _ reconciliation: Reconciliation, named name: String, _ title: String, file: StaticString = #filePath,
        line: UInt = #line
    ) -> DataCheck {
        DataCheck(
            .agreement(reconciliation, .counts), name: name, title: title, kind: .quality, file: file, line: line)
    }

    /// The two databases have the same rows: all of them are compared.
    ///
    /// Each side is read once, for checksums of buckets of rows. Only the rows of buckets that differ are read again, and compared one
    /// by one. A key that is on one side only, is there more often on one side, or has other values is a failing row.
    public static func rowsAgree(
        _ reconciliation: Reconciliation, named name: String, _ title: String, file: StaticString = #filePath,
        line: UInt = #line
    ) -> DataCheck {
        DataCheck(
            .agreement(reconciliation, .rows), name: name, title: title, kind: .quality, file: file, line: line)
    }

    /// The two databases say the same of a random sample of rows, drawn from both sides by the run's seed.
    ///
    /// A key that is on one side only, is there more often on one side, or has other values is a failing row.
    /// - Parameter size: How many keys are drawn from each side.
    public static func sampleAgrees(
        _ reconciliation: Reconciliation, of size: Int = 500, named name: String, _ title: String,
        file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        DataCheck(
            .agreement(reconciliation, .sample(size)), name: name, title: title, kind: .quality, file: file, line: line)
    }
}
