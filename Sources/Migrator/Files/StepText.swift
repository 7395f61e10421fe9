package import SchemaEngine
import SchemaModel

/// Words for the effects and costs of steps.
package enum StepText {
    /// A text as one line of a comment: a line break in a name must not end the comment.
    static func oneLine(_ text: String) -> String {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).joined(separator: " ")
    }

    /// A line for locks and risks, and one for each reason.
    static func cost(_ steps: [Step]) -> [String] {
        var parts = locks(strongest(steps))
        parts += words(steps.reduce(into: []) { $0.formUnion($1.hazards) })
        if steps.contains(where: { !$0.isTransactional }) { parts.append("outside a transaction") }
        let reasons = Set(steps.map(\.reason).filter { !$0.isEmpty }).sorted()
        return (parts.isEmpty ? [] : ["  " + parts.joined(separator: "; ")]) + reasons.map { "  \($0)" }
    }

    /// The relations of each lock mode, the strongest first. The head of a file has all of them.
    private static func locks(_ locks: [(relation: String, mode: SchemaEngine.LockMode)]) -> [String] {
        Dictionary(grouping: locks, by: \.mode).sorted { $0.key > $1.key }.map { mode, locks in
            let rest = locks.count > 4 ? " and \(locks.count - 3) more" : ""
            return "\(mode.name) on \(locks.prefix(rest.isEmpty ? 4 : 3).map(\.relation).joined(separator: ", "))\(rest)"
        }
    }

    private static func strongest(_ steps: [Step]) -> [(relation: String, mode: SchemaEngine.LockMode)] {
        var locks: [String: SchemaEngine.LockMode] = [:]
        for lock in steps.flatMap(\.locks) { locks[lock.relation] = max(locks[lock.relation] ?? lock.mode, lock.mode) }
        return locks.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The changes of a plan by kind, the objects that it moves to quarantine, the strongest locks, and the risks.
    ///
    /// - Parameter isRollback: whether the plan brings values back whenever it runs, rather than only after it was rolled back.
    package static func summary(_ plan: Plan, isRollback: Bool = false) -> [String] {
        var counts: [String: Int] = [:]
        let moved = Set(plan.steps.filter { $0.movesToQuarantine && $0.verb == .drop }.map(\.object))
        // A table that is copied online leaves its old form there.
        let kept =
            Set(plan.steps.compactMap(\.stopsFollowing)).sorted().map { "the old form of \($0), whose rows are copied" }
            + Set(plan.steps.flatMap(\.keptColumns)).sorted().map { "old values of \($0)" }
        let created = Set(plan.deltas.filter { $0.kind == .create }.map(\.id))
        let dropped = Set(plan.deltas.filter { $0.kind == .drop }.map(\.id))
        for delta in plan.deltas where !moved.contains(delta.id) {
            // The columns and constraints of a table that comes or goes are the table.
            if let parent = delta.id.parent {
                if delta.kind == .create, created.contains(parent), delta.id.kind != .index { continue }
                if delta.kind == .drop, dropped.contains(parent) { continue }
            }
            let verb =
                switch delta.kind {
                case .create: "create";
                case .alter: "alter";
                case .drop: "drop"
                }
            counts["\(verb) \(delta.id.kind)", default: 0] += 1
        }
        for rename in plan.renames { counts["rename \(rename.to.object?.kind.description ?? "label")", default: 0] += 1 }
        let done = counts.sorted { $0.key < $1.key }.map { $0.value == 1 ? $0.key : "\($0.key) (\($0.value))" }
        var lines = done.isEmpty && !(moved.isEmpty && kept.isEmpty) ? [] : list("Does", done)
        if !moved.isEmpty || !kept.isEmpty {
            lines += list("Moves to quarantine, until `plumb purge`", moved.sorted().map(\.description) + kept)
        }
        lines += list("Locks on relations in use", strongest(plan.steps).map { "\($0.1.name) on \($0.0)" })
        let risks = plan.steps.filter {
            !$0.hazards.isDisjoint(with: [.dataLoss, .rewrite, .scan, .mayFailOnData]) && !$0.locks.isEmpty
                && (isRollback || $0.verb != .restore)
        }
        .map { "\($0.title): \(words($0.hazards).joined(separator: ", "))" }
        if !risks.isEmpty { lines += list("Risks", risks) }
        let notOnline = notOnline(plan)
        if !notOnline.isEmpty { lines += list("Not changed online, though that was asked for", notOnline) }
        return lines
    }

    /// The objects that a plan changes in place on tables that were to be changed online, each with the reason.
    package static func notOnline(_ plan: Plan) -> [String] {
        plan.steps.compactMap { step in step.notOnline.map { "\(step.object): \($0)" } }
    }

    /// A line, or one for each item where they do not fit on one.
    private static func list(_ title: String, _ items: [String]) -> [String] {
        if items.isEmpty { return ["\(title): none."] }
        let line = "\(title): \(items.joined(separator: "; "))."
        return line.count <= 110 ? [line] : ["\(title):"] + items.map { "  \($0)" }
    }

    /// Hazards in words, the worst first. A rewrite reads the table too.
    package static func words(_ hazards: Set<Hazard>) -> [String] {
        let shown = hazards.contains(.rewrite) ? hazards.subtracting([.scan]) : hazards
        return Hazard.allCases.filter(shown.contains).map { $0 == .dataLoss ? "LOSES DATA" : $0.rawValue }
    }

    /// The risks of one step.
    package static func risk(_ step: Step) -> String {
        words(step.hazards.subtracting([.scan])).joined(separator: ", ")
    }
}
