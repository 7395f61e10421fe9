import Foundation
import PostgresClient

/// The first night's checks on all of it.
struct NightlyStep: Step {
    let title = "The first nightly run"
    let proves = "clean data passes every declared check, in both databases and between them"

    func run(_ world: World) async throws {
        world.narrator.say(
            "The checks run as a role that may read and nothing else; the nightly run may also write its history. "
                + "Advice about Chatwoot's own tables, which are not ours to change, is a warning, and no failure:")
        // The schema is Plumbline's own, made by the first migration.
        try await world.connection("chatwoot").run(script: "GRANT USAGE, CREATE ON SCHEMA plumbline TO plumb_nightly")
        try await world.plumb.run(
            "nightly", "--history", "chatwoot", "--output", world.reportsFolder.path, "--json",
            world.projectFolder.appending(component: "clean.json").path,
            showing: 14, last: 4, urls: try world.urls(user: "plumb_nightly"))
        let found = try CheckOutcomes(file: world.projectFolder.appending(component: "clean.json"))
        let missing = try await world.number(CheckOutcomes.chatwootForeignKeysWithoutIndex, in: "chatwoot")
        for check in found.checks where check.outcome != "passed" {
            if check.isTimed {
                world.narrator.say("(\(check.id): this machine is busy, or slow.)")
                continue
            }
            guard check.id == CheckOutcomes.chatwootForeignKeys, check.failingRows == missing else {
                throw DemoError("on clean data, the check \(check.id) ended as \(check.outcome), \(check.failingRows ?? 0) rows")
            }
            world.baseline["\(check.database) \(check.id)"] = missing
        }
        world.narrator.holds(
            "\(found.checks.count { $0.outcome == "passed" }) of \(found.checks.count) checks pass; the rest is the advice on "
                + "\(missing) foreign keys of Chatwoot's own, counted by another query too.")
        let between = found.checks.filter { $0.id.contains(".agrees.") && $0.id.hasPrefix("analytics.") }
        guard between.count >= 2 else { throw DemoError("the reconciliation of the two databases was not run") }
        world.narrator.holds(
            "Among them the reconciliation: Chatwoot and analytics have as many conversations by day and status, archived ones "
                + "too, and say the same of a random sample of 500.")
    }
}
