/// A statement in its place.
struct Statement {
    /// Where it runs.
    enum Origin {
        /// In the script itself.
        case script
        /// In a DO block of the script: at once, in one transaction.
        case block
        /// In the body of a function: when that is called.
        case routine(QName)
        /// In the command of a cron job.
        case job(String)

        enum Kind: Hashable { case script, block, routine, job }

        var kind: Kind {
            switch self {
            case .script: .script
            case .block: .block
            case .routine: .routine
            case .job: .job
            }
        }
    }

    /// Such as `CreateStmt`.
    let kind: String
    let node: Node
    let text: String
    /// The first byte in the source; below a body, of its line.
    let base: Int
    /// Bytes that belong to it; a finding's place is kept in them.
    let length: Int
    let origin: Origin
    /// It runs only if something is so: below `\if`, or in a block.
    let isGuarded: Bool
    /// Its number in the source.
    let number: Int
    /// Where its text differs from the source's.
    var repair: Repair?

    subscript(key: String) -> Node { node[key] }
}

/// One command of an ALTER TABLE, or nothing else.
struct AlterCommand {
    let table: QName
    /// Without `AT_`.
    let type: String
    let node: Node
    let location: Int
    var name: String { node["name"].string ?? "" }
    var definition: Node { node["def"] }
    /// The constraint that it adds.
    var constraint: Node? { type == "AddConstraint" ? definition[as: "Constraint"] : nil }
    /// The column that it adds.
    var column: Node? { type == "AddColumn" ? definition[as: "ColumnDef"] : nil }
}

/// A name with its schema.
struct QName: Hashable, CustomStringConvertible {
    let schema: String
    let name: String

    var description: String { "\(schema).\(name)" }
}
