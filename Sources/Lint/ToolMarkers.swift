/// The marks of other migration tools that say how a file is run.
struct ToolMarkers {
    /// Nil where no tool left a mark.
    var runsInTransaction: Bool?
    /// Where the way back begins.
    var down: Int?

    init(_ comments: [Splitter.Comment]) {
        for comment in comments {
            let text = comment.text.trimmed.lowercased()
            if text.hasPrefix("+goose up") || text.hasPrefix("migrate:up") {
                runsInTransaction = runsInTransaction ?? !text.contains("transaction:false")
            }
            if text.hasPrefix("+goose no transaction") || text.hasPrefix("atlas:txmode none")
                || text.hasPrefix("plumb:no-transaction")
            {
                runsInTransaction = false
            }
            if down == nil, text.hasPrefix("+goose down") || text.hasPrefix("migrate:down") { down = comment.range.lowerBound }
        }
    }
}
