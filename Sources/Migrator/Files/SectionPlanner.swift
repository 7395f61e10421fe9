import SchemaEngine
import SchemaModel

/// The steps of one section, before they are text.
struct PlannedSection {
    var steps: [Step]

    var isTransactional: Bool { steps.allSatisfy(\.isTransactional) }
    var number = 0

    /// True if it only reads tables under locks that let reads and writes pass.
    var isValidation: Bool { isTransactional && !steps.isEmpty && steps.allSatisfy(\.readsUnderWeakLock) }
}

/// Divides a plan into sections: as few transactions as possible, none of which holds a lock while it reads a table or waits for another.
enum SectionPlanner {
    static func sections(of plan: Plan) -> [PlannedSection] {
        var result: [PlannedSection] = []
        for (index, step) in plan.steps.enumerated() {
            // What a later step takes back when it fails is a section of its own.
            let isPreparation = plan.steps[min(index + 1, plan.steps.count - 1)].takesBack(step)
            if let last = result.last, !isPreparation, joins(step, last) {
                result[result.count - 1].steps.append(step)
            } else {
                result.append(PlannedSection(steps: [step]))
            }
        }
        // What clears up after a broken-off build has nothing to do by itself.
        result.removeAll { $0.steps.allSatisfy { $0.isRecovery && $0.verb != .restore } }
        for index in result.indices { result[index].number = index + 1 }
        return result
    }

    /// The sections before one that its failure takes back.
    static func undone(by section: PlannedSection, among sections: [PlannedSection]) -> [Int] {
        guard let step = section.steps.first, !step.ifFails.isEmpty else { return [] }
        return sections.filter { $0.number < section.number && $0.steps.last.map(step.takesBack) == true }.map(\.number)
    }

    private static func joins(_ step: Step, _ section: PlannedSection) -> Bool {
        guard let last = section.steps.last, step.ifFails.isEmpty, last.ifFails.isEmpty else { return false }
        if let group = step.group, group == last.group { return true }
        if step.isRepeatable, section.steps.allSatisfy(\.isRepeatable), step.isTransactional == last.isTransactional {
            return true
        }
        // An index build begins by clearing up after one that was broken off.
        if !step.isTransactional || !last.isTransactional {
            return !step.isTransactional && last.isRecovery && !last.isTransactional && last.object == step.object
        }
        // What is restored or else created is one branch.
        if step.verb == .create, section.steps.contains(where: { $0.verb == .restore && $0.brings(step) }) { return true }
        if last.endsTransaction, !step.endsTransaction { return false }
        if step.group != nil || last.group != nil { return false }
        let held = strongLocks(section.steps)
        let wanted = strongLocks([step])
        if held.isEmpty, wanted.isEmpty { return !isLong(step) && !section.steps.contains(where: isLong) }
        return !isLong(step) && !section.steps.contains(where: isLong) && wanted.isSubset(of: held) && !wanted.isEmpty
    }

    /// The relations that others cannot write to, or read, while the section runs.
    private static func strongLocks(_ steps: [Step]) -> Set<String> {
        // Nobody can go on using what goes away, so that its lock does not count.
        Set(
            steps.filter { $0.verb != .drop || $0.object.parent != nil }.flatMap(\.locks).filter(\.mode.blocksWrites).map(
                \.relation))
    }

    /// True when the step reads or rewrites a relation in use.
    private static func isLong(_ step: Step) -> Bool {
        !step.locks.isEmpty && !step.hazards.isDisjoint(with: [.scan, .rewrite])
    }
}
