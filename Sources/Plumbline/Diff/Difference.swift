import SchemaEngine
import Migrator
import SchemaModel

/// The plan from one state to another. `plumb diff` plans here and nowhere else.
struct Difference {
    private let forward: Plan
    private let back: Plan?
    private let isQuarantined: Bool
    /// The major and minor version of both servers, as `server_version_num`; zero where it is not known.
    let serverVersions: (from: Int, to: Int)
    /// Objects that either side has and Plumbline does not model.
    let unmodeled: [String]

    /// The tags that `plumb status` and `plumb purge` know; no migration has the number 0.
    private static let forwardQuarantine = Quarantine(tag: "q0000f")
    private static let backQuarantine = Quarantine(tag: "q0000r")

    /// - Throws: `PlanError` when PostgreSQL cannot get there, or not back when the rollback is asked for.
    init(_ renamed: RenamedState, to: CatalogState, owners: Bool, quarantine: Bool, rollback: Bool) throws {
        let from = renamed.state
        let ignored: Set<ObjectKind> = owners ? [] : [.owner]
        var options = PlanOptions(
            quarantine: quarantine ? Self.forwardQuarantine : nil, ignoredKinds: ignored, includesRollback: false)
        // The printed SQL runs in any database, also in one without the schema `plumbline`.
        options.hasHistory = false
        forward = try renamed.plan(to: to, options: options)
        var backOptions = PlanOptions(
            quarantine: quarantine ? Self.backQuarantine : nil, restore: quarantine ? Self.forwardQuarantine : nil,
            ignoredKinds: ignored, includesRollback: false)
        backOptions.hasHistory = false
        do {
            back = rollback ? try renamed.planBack(from: to, options: backOptions) : nil
        } catch let error as PlanError {
            throw CommandError("there is no rollback for this plan: \(error)")
        }
        isQuarantined = quarantine
        serverVersions = (from.serverVersion, to.serverVersion)
        unmodeled = Set((from.unmodelled + to.unmodelled).map(\.description)).sorted()
    }

    /// The steps, in their order.
    var steps: [Step] { forward.steps.filter { !$0.isRecovery } }
    /// The steps of the rollback; those that restore something from quarantine are among them.
    var rollbackSteps: [Step] { back?.steps.filter { !$0.isRecovery || $0.verb == .restore } ?? [] }

    /// The differences that PostgreSQL has no statement for.
    var irreparable: [String] { forward.irreparable }

    var isEmpty: Bool { steps.isEmpty && irreparable.isEmpty }

    var script: String { DiffScript.text(steps, isGuarded: false) }
    /// The rollback as SQL. Out of quarantine comes what the database still has there, so that each step asks first.
    var rollbackScript: String { DiffScript.text(rollbackSteps, isGuarded: isQuarantined) }
    /// Counts, locks and risks in lines.
    var summary: [String] { StepText.summary(forward) }
}
