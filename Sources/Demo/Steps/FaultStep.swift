import Foundation

/// Faults of every kind, each counted; found, each, and no other; and repaired.
struct FaultStep: Step {
    let title = "Plant faults, and see what the checks find"
    let proves = "each planted fault is found, exactly, and nothing else is reported"

    private static let groups = [
        ("chatwoot", ChatwootFaults.all), ("analytics", AnalyticsFaults.all), ("knowledge", KnowledgeFaults.all),
        ("widget", WidgetFaults.all), ("metrics", MetricsFaults.all), ("support_etl", SupportETLFaults.all),
    ]
    private static let faults = groups.flatMap(\.1)

    func run(_ world: World) async throws {
        let before = try await TableDigests.read(world)
        try await plant(world)
        let apart = try await Reconciled.expected(world)
        world.narrator.say(
            "They set the databases apart: \(apart[0].rows) days and statuses with other counts, \(apart[1].rows) of the drawn rows."
        )
        try await compare(world, try await check(world), apart)
        try await repair(world, before)
    }

    private func plant(_ world: World) async throws {
        world.narrator.say("Planted, and counted right after by a query of its own, which is not the check's:")
        for (schema, faults) in Self.groups {
            for fault in faults {
                world.narrator.progress("planting in \(schema): \(fault.what)")
                try await fault.plant(on: world.connection(fault.database))
            }
            world.narrator.say("")
            world.narrator.say(
                "\(schema): "
                    + faults.map { "\($0.planted)\u{A0}×\u{A0}\($0.what)" + ($0.remark == nil ? "" : "*") }.joined(
                        separator: "; ") + ".")
        }
        world.narrator.say("")
        world.narrator.say("(* A constraint forbids it: it was dropped for it, and put back NOT VALID.)")
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
        world.narrator.say("Read from the JSON report, check by check, and summed by schema:")
        var wrong: [String] = []
        var isSilent = 0
        var table = ["planted   found  check"]
        var sums: [(schema: String, checks: Int, planted: Int, found: Int)] = []
        for check in found.checks.sorted(by: { $0.id < $1.id }) {
            let key = "\(check.database) \(check.id)"
            let planted = expected.removeValue(forKey: key) ?? 0
            let rows = check.outcome == "passed" ? 0 : check.failingRows ?? -1
            let isRight =
                check.outcome == (planted == 0 ? "passed" : "failed") && rows == planted || check.isTimed && planted == 0
            if !isRight { wrong.append("\(check.id): planted \(planted), found \(rows) (\(check.outcome))") }
            if planted == 0, isRight {
                isSilent += 1
                continue
            }
            table.append(
                "\(String(repeating: " ", count: max(0, 7 - "\(planted)".count)))\(planted)"
                    + "\(String(repeating: " ", count: max(0, 8 - "\(rows)".count)))\(rows)  "
                    + "\(check.id)\(isRight ? "" : "  <- \(check.outcome)")"
            )
            let schema = check.id.split(separator: ".").first.map(String.init) ?? ""
            if let place = sums.firstIndex(where: { $0.schema == schema }) {
                sums[place] = (schema, sums[place].checks + 1, sums[place].planted + planted, sums[place].found + rows)
            } else {
                sums.append((schema, 1, planted, rows))
            }
        }
        world.narrator.row([("", 30), ("checks", -8), ("planted", -8), ("found", -8)])
        for sum in sums {
            world.narrator.row([(sum.schema, 30), ("\(sum.checks)", -8), ("\(sum.planted)", -8), ("\(sum.found)", -8)])
        }
        let file = world.reportsFolder.appending(component: "faults-planted.txt")
        try (table.joined(separator: "\n") + "\n").write(to: file, atomically: true, encoding: .utf8)
        world.narrator.say("Each of the checks, with what was planted and found: \(file.path)")
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

    private func repair(_ world: World, _ before: TableDigests) async throws {
        for fault in Self.faults.reversed() {
            world.narrator.progress("repairs: \(fault.what)")
            try await fault.repair(on: world.connection(fault.database))
        }
        try before.require(same: try await TableDigests.read(world), after: "the repair")
        world.narrator.holds("Repaired: all \(before.rows.grouped) rows are what they were before, and the schemas, too:")
        try await world.plumb.run("verify")
    }
}
