import SchemaModel

/// Values that come back to a table are not a change of its rows: its own triggers, such as one that sets the time of the last change,
/// must not fire for them.
struct QuietTriggers {
    private let table: ObjectID
    /// True when the table has triggers, before or after the plan.
    let isNeeded: Bool
    /// False for a script that runs without Plumbline's procedures.
    private let hasHistory: Bool
    /// The triggers that are disabled, or fire in replicas, before and after.
    private let unusual: [Fact]

    init(_ table: ObjectID, _ context: PlanContext) {
        self.table = table
        hasHistory = context.options.hasHistory
        unusual = context.from.children(of: table).filter {
            $0.id.kind == .trigger && $0.triggerState != nil && context.to[$0.id]?.triggerState == $0.triggerState
        }.sorted { $0.id < $1.id }
        isNeeded = [context.from, context.to].contains { state in
            ([table] + state.partitions(of: table)).contains { part in
                state.children(of: part).contains { $0.id.kind == .trigger }
            }
        }
    }

    /// Statements that run while the triggers are disabled, under a lock that keeps everybody else from writing.
    func around(_ statements: [String]) -> [String] {
        guard isNeeded else { return statements }
        let alter = "ALTER TABLE \(table.sql)"
        guard hasHistory else {
            let states = unusual.map { "\(alter) \(TriggerState.action($0.triggerState)) TRIGGER \(SQL.identifier($0.id.name))" }
            return ["\(alter) DISABLE TRIGGER USER"] + statements + ["\(alter) ENABLE TRIGGER USER"] + states
        }
        return ["SELECT plumbline.disable_triggers(\(SQL.literal(table.sql)))"] + statements
            + ["SELECT plumbline.enable_triggers()"]
    }
}
