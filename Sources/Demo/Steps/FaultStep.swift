import Foundation

/// Faults of every kind, each counted; found, each, and no other; and mended.
struct FaultStep: Step {
    let title = "Plant faults, and see what the checks find"
    let proves = "each planted fault is found, exactly, and nothing else is reported"

    private static let faults =
        ChatwootFaults.all + AnalyticsFaults.all + KnowledgeFaults.all + WidgetFaults.all + MetricsFaults.all
        + SupportETLFaults.all

    func run(_ world: World) async throws {
        let before = try await TableDigests.read(world)
        try await plant(world)
        let apart = try await Reconciled.expected(world)
        world.narrator.say(
            "They set the databases apart: \(apart[0].rows) days and statuses with other counts, \(apart[1].rows) of the drawn rows."
        )
        try await compare(world, try await check(world), apart)
        try await mend(world, before)
    }

    private func plant(_ world: World) async throws {
        world.narrator.say("Planted, and counted right after by a query of its own, which is not the check's:")
        for fault in Self.faults {
            world.narrator.progress("planting: \(fault.what)")
            try await fault.plant(on: world.connection(fault.database))
            world.narrator.row([("\(fault.planted)", -5), ("\(fault.database): \(fault.what)", 0)])
            if let remark = fault.remark { world.narrator.row([("", -5), ("(\(remark))", 0)]) }
        }
        world.narrator.holds(
            "\(Self.faults.count) kinds of faults, \(Self.faults.reduce(0) { $0 + $1.planted }) rows and objects.")
    }

    private func check(_ world: World) async throws -> CheckOutcomes {
        let file = world.projectFolder.appending(component: "faults.json")
        try await world.plumb.run(
            "check", "--seed", Reconciled.seed, "--json", file.path, "--html",
            world.reportsFolder.appending(component: "faults.html").path,
            "--junit", world.reportsFolder.appending(component: "faults.xml").path, showing: 20, last: 4, expecting: 1,
            urls: try world.urls(user: "plumb_checks"))
        return try CheckOutcomes(file: file)
    }

    /// One fault can fail several checks, and several faults one: what a check must find is their sum.
    private func compare(_ world: World, _ found: CheckOutcomes, _ apart: [(check: String, rows: Int)]) async throws {
        var expected = world.baseline
        for fault in Self.faults {
            for entry in fault.found { expected["\(fault.database) \(entry.check)", default: 0] += entry.rows }
        }
        for entry in apart where entry.rows > 0 { expected["supabase \(entry.check)", default: 0] += entry.rows }
        world.narrator.say("Read from the JSON report, check by check:")
        world.narrator.row([("check", 68), ("planted", -8), ("found", -8)])
        var wrong: [String] = []
        var isSilent = 0
        for check in found.checks.sorted(by: { $0.id < $1.id }) {
            let key = "\(check.database) \(check.id)"
            let planted = expected.removeValue(forKey: key) ?? 0
            let rows = check.outcome == "passed" ? 0 : check.failingRows ?? -1
            let isRight =
                check.outcome == (planted == 0 ? "passed" : "failed") && rows == planted || check.isTimed && planted == 0
            if planted == 0, isRight {
                isSilent += 1
            } else {
                world.narrator.row([
                    (check.id, 68), ("\(planted)", -8), ("\(rows)", -8), (isRight ? "" : "← \(check.outcome)", 0),
                ])
            }
            if !isRight { wrong.append("\(check.id): planted \(planted), found \(rows) (\(check.outcome))") }
        }
        wrong += expected.keys.sorted().map { "\($0) is not among the checks" }
        guard wrong.isEmpty else {
            throw DemoError("the checks found something else than was planted. " + wrong.joined(separator: "; "))
        }
        world.narrator.holds("Each planted fault was found, exactly; the other \(isSilent) checks found nothing, rightly.")
        if !world.baseline.isEmpty {
            world.narrator.say(
                "(\(CheckOutcomes.chatwootForeignKeys) counts \(world.baseline.values.reduce(0, +)) that were there before.)")
        }
    }

    private func mend(_ world: World, _ before: TableDigests) async throws {
        for fault in Self.faults.reversed() {
            world.narrator.progress("mending: \(fault.what)")
            try await fault.mend(on: world.connection(fault.database))
        }
        try before.require(same: try await TableDigests.read(world), after: "mending")
        world.narrator.holds("Mended: all \(before.rows.grouped) rows are what they were before, and the schemas, too:")
        try await world.plumb.run("verify")
    }
}
