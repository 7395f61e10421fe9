import SchemaEngine

/// The effects on tables that the steps of one section claim.
struct SectionClaim: Sendable {
    /// The strongest lock on each relation.
    var locks: [String: LockMode] = [:]
    var rewrites = false
    var scans = false

    /// The claims of a plan's sections, by number.
    static func all(of plan: Plan) -> [Int: SectionClaim] {
        var result: [Int: SectionClaim] = [:]
        for section in SectionPlanner.sections(of: plan) {
            var claim = SectionClaim()
            for step in section.steps {
                for lock in step.locks { claim.locks[lock.relation] = max(claim.locks[lock.relation] ?? lock.mode, lock.mode) }
                if step.hazards.contains(.rewrite) { claim.rewrites = true }
                if !step.hazards.isDisjoint(with: [.scan, .rewrite]) { claim.scans = true }
            }
            result[section.number] = claim
        }
        return result
    }

    /// The locks and effects that were seen beyond the claims. Less than claimed is no difference: a branch of the file may have had nothing to do.
    func differences(from section: Certificate.Section) -> [String] {
        var result: [String] = []
        for lock in section.locks {
            guard let claimed = locks[lock.relation] else {
                result.append("takes \(lock.mode.name) on \(lock.relation), and the plan says nothing of it")
                continue
            }
            if claimed < lock.mode {
                result.append("takes \(lock.mode.name) on \(lock.relation), and the plan says \(claimed.name)")
            }
        }
        if !rewrites, !section.rewrites.isEmpty {
            result.append("rewrites \(section.rewrites.joined(separator: ", ")), and the plan says nothing of it")
        }
        let blocked = section.scans.filter { section.lock(on: $0)?.blocksWrites == true }
        if !scans, !blocked.isEmpty {
            result.append(
                "reads \(blocked.joined(separator: ", ")) under a lock that blocks writes, and the plan says nothing of it")
        }
        return result
    }
}
