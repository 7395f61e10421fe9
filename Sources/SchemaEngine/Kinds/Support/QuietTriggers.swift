import SchemaModel

/// Values that come back to a table are not a change of its rows: its own triggers, such as one that sets the time of the last change,
/// must not fire for them.
struct QuietTriggers {
    private let table: ObjectID
    /// True when the table has triggers, before or after the plan.
    let isNeeded: Bool

    init(_ table: ObjectID, _ context: PlanContext) {
        self.table = table
        isNeeded = [context.from, context.to].contains { state in
            ([table] + state.partitions(of: table)).contains { part in
                state.children(of: part).contains { $0.id.kind == .trigger }
            }
        }
    }

    /// Statements that run while the triggers are disabled, under a lock that keeps everybody else from writing.
    func around(_ statements: [String]) -> [String] {
        guard isNeeded else { return statements }
        return ["SELECT plumbline.disable_triggers(\(SQL.literal(table.sql)))"] + statements
            + ["SELECT plumbline.enable_triggers()"]
    }
}
