/// All migrations taken back and applied again, with every row still there.
struct RoundTripStep: Step {
    let title = "Roll back, and forward again"
    let proves = "a rollback loses nothing: tables go to quarantine with their rows, and come back with them"

    func run(_ world: World) async throws {
        let before = try await TableDigests.read(world)
        let months = try await world.number(
            "SELECT count(*) FROM pg_class WHERE relispartition AND relkind = 'r'", in: "supabase")
        world.narrator.say(
            "\(before.tables.count) tables, two of them in \(months) months, \(before.rows.grouped) rows; a digest of every row was "
                + "taken, with the month that it is in.")
        try await world.plumb.run("rollback", "--to", "0", "--yes", showing: 14)
        let gone = try await world.number(
            """
            SELECT count(*) FROM pg_tables
            WHERE schemaname IN ('knowledge', 'analytics', 'widget', 'metrics', 'support_etl')
            """, in: "supabase")
        let left = try await world.number(
            "SELECT count(*) FROM pg_indexes WHERE indexname LIKE 'idx\\_contacts\\_%'", in: "chatwoot")
        guard gone == 0, left == 0 else {
            throw DemoError("after the rollback, \(gone) tables and \(left) indexes of ours are still there")
        }
        world.narrator.holds(
            "Of ours, no table is left in any of the five schemas, nor a month of one, and no index on Chatwoot's contacts.")
        try await world.plumb.run("status", showing: 24, expecting: 1)
        try await world.plumb.run("apply", showing: 14)
        let after = try await TableDigests.read(world)
        try before.require(same: after, after: "the way back and forth")
        world.narrator.holds(
            "All \(after.rows.grouped) rows of \(after.tables.count) tables are there, and none differs by a byte.")
        try await world.plumb.run("verify")
    }
}
