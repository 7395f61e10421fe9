import Foundation
import PostgresClient

/// Plans the declaration, writes the migration, applies it, and applies it again.
struct MigrateStep: Step {
    let title = "Plan, generate, apply twice"
    let proves = "migrations come from the declaration, run on live tables, and a second run changes nothing"

    func run(_ world: World) async throws {
        world.narrator.say(
            "What would make the databases what Sources/SupportPlatform declares? Steps, locks and risks, before anything runs:")
        try await world.plumb.run("plan", showing: 24, expecting: 1)
        try await generate(world)
        world.narrator.say("Now for real; indexes are built concurrently, beside Chatwoot's own work:")
        try await world.plumb.run("apply", showing: 16)
        let before = try await world.catalogFingerprint()
        world.narrator.say("And once more:")
        let again = try await world.plumb.run("apply", showing: 8)
        guard again.lines.filter({ $0.contains("nothing to apply") }).count == World.databases.count else {
            throw DemoError("a second `plumb apply` did something")
        }
        guard try await world.catalogFingerprint() == before else {
            throw DemoError("a second `plumb apply` left the catalogs other than they were")
        }
        world.narrator.holds("The second run executed nothing: every row of the catalogs' main tables is as it was.")
        try await world.plumb.run("verify")
    }

    /// From nothing, in an empty folder; then in a copy of the repository's own, which are those that are deployed.
    private func generate(_ world: World) async throws {
        let empty = world.projectFolder.appending(component: "from-nothing", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
        world.narrator.say("As plain SQL, each migration with its rollback; proved on a scratch copy before it is written:")
        try await world.plumb.run("generate", "initial", showing: 60, in: empty)
        let made = try files(in: empty)
        let committed = try files(in: world.repository)
        guard !made.isEmpty else { throw DemoError("plumb generate wrote no file") }
        let folder = committed.isEmpty ? empty : world.repository
        for name in ["migrations", "rollback", "checks"] {
            let source = folder.appending(component: name)
            guard FileManager.default.fileExists(atPath: source.path) else { continue }
            try FileManager.default.copyItem(at: source, to: world.projectFolder.appending(component: name))
        }
        if !committed.isEmpty {
            if made == committed {
                world.narrator.holds(
                    "Written from nothing, they are byte for byte the \(made.count) files that the repository has.")
            }
            world.narrator.say("The repository's own are the ones that are deployed. Do they say what is declared?")
            try await world.plumb.run("generate", "demo", showing: 40)
        }
        for (path, text) in try files(in: world.projectFolder).sorted(by: { $0.key < $1.key }) where path.hasPrefix("migrations/")
        {
            world.narrator.holds("\(path): \(text.split(separator: "\n").count.grouped) lines of SQL that psql runs as well.")
        }
    }

    /// The migrations and rollbacks of a folder, by path.
    private func files(in folder: URL) throws -> [String: String] {
        var result: [String: String] = [:]
        for kind in ["migrations", "rollback"] {
            guard let found = FileManager.default.enumerator(atPath: folder.appending(component: kind).path) else { continue }
            for case let path as String in found where path.hasSuffix(".sql") {
                result["\(kind)/\(path)"] = try String(contentsOf: folder.appending(path: "\(kind)/\(path)"), encoding: .utf8)
            }
        }
        return result
    }
}

extension World {
    /// Which version of which row the catalogs have: whatever executes DDL changes it.
    func catalogFingerprint() async throws -> [String] {
        var result: [String] = []
        for database in Self.databases {
            let row = try await connection(database).query(
                """
                SELECT md5(string_agg(part, ',' ORDER BY part)) FROM (
                    SELECT 'c' || oid || ' ' || xmin FROM pg_class WHERE relnamespace <> 'pg_toast'::regnamespace
                    UNION ALL SELECT 'a' || attrelid || ' ' || attnum || ' ' || xmin FROM pg_attribute
                    UNION ALL SELECT 'k' || oid || ' ' || xmin FROM pg_constraint
                    UNION ALL SELECT 'p' || oid || ' ' || xmin FROM pg_proc
                    UNION ALL SELECT 'y' || oid || ' ' || xmin FROM pg_policy) AS x (part)
                """
            ).one()
            result.append(try row.decode(0, as: String.self))
        }
        return result
    }
}
