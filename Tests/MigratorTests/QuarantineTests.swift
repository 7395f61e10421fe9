import Foundation
import Migrator
import PlumblineTesting
import PostgresClient
import SchemaModel
import Testing

@Suite("What is in quarantine comes back; what is not there is never taken for empty")
struct QuarantineTests {
    private static let tables = """
        CREATE SCHEMA app; CREATE TABLE app.book (id int PRIMARY KEY, note text); CREATE TABLE app.loan (id int PRIMARY KEY);
        CREATE TABLE app.log (id int PRIMARY KEY, body text);
        """

    private func prepare(_ shop: Workshop) async throws {
        let first = try await shop.declared(Self.tables)
        try await shop.generate(first, "initial")
        try await shop.withLive(first) { (live, _) async throws in _ = try await live.apply() }
        try await shop.execute(
            "INSERT INTO app.book VALUES (1, 'one'), (2, 'two'); INSERT INTO app.loan VALUES (1); INSERT INTO app.log VALUES (1, 'x')"
        )
    }

    @Test(
        "a migration that was broken off and taken back runs again: it restores what there is, and creates the rest",
        .needsPostgres(17))
    func brokenOff() async throws {
        try await Workshop.with { shop in
            try await prepare(shop)
            let second = try await shop.declared(
                Self.tables.replacing("note text", with: "note text, more text")
                    .replacing("app.loan (id int PRIMARY KEY)", with: "app.loan (id int PRIMARY KEY, extra text)")
                    + "CREATE TABLE app.added (id int PRIMARY KEY);")
            try await shop.generate(second, "more")
            // psql runs all but the last section.
            let file = shop.path("migrations", "0002_more")
            let text = try String(contentsOf: file, encoding: .utf8)
            let last = try #require(text.range(of: "-- plumb:section 3"))
            let part = file.deletingLastPathComponent().appending(component: "part.txt")
            try Data(text[..<last.lowerBound].utf8).write(to: part)
            _ = try await shop.psql(part)
            try FileManager.default.removeItem(at: part)
            try await shop.execute("UPDATE app.book SET more = 'm'; INSERT INTO app.added VALUES (7)")
            try await shop.withLive(second) { (live, _) async throws in
                let planned = try await live.plannedRollbacks(to: nil)
                #expect(planned.first?.note?.contains("planned from what it left after 2 sections") == true)
                _ = try await live.rollBack(planned)
                #expect(try await live.apply().map(\.label) == ["0002_more"])
                #expect(try await live.compare().isClean)
                #expect(try await shop.value("SELECT string_agg(more, ',') FROM app.book") == "m,m")
                #expect(try await shop.value("SELECT id FROM app.added") == "7")
            }
        }
    }

    @Test("a rollback whose quarantine somebody emptied is refused before it begins", .needsPostgres(17))
    func emptied() async throws {
        try await Workshop.with { shop in
            try await prepare(shop)
            let second = try await shop.declared(
                Self.tables.replacing(", note text", with: "").replacing(
                    "CREATE TABLE app.log (id int PRIMARY KEY, body text);", with: ""))
            try await shop.generate(second, "drop")
            try await shop.withLive(second) { (live, _) async throws in
                _ = try await live.apply()
                try await shop.execute(#"ALTER TABLE plumbline_q0002f_app."book.note" RENAME TO away"#)
                let error = await #expect(throws: MigrationError.self) {
                    try await live.rollBack(live.plannedRollbacks(to: nil))
                }
                #expect(
                    error?.message.contains(#"the rollback restores plumbline_q0002f_app."book.note" from quarantine"#) == true,
                    "\(error?.message ?? "")")
                let psql = await #expect(throws: PsqlFailure.self) { try await shop.psql(shop.path("rollback", "0002_drop")) }
                #expect(psql?.message.contains("somebody has deleted it") == true)
                try await shop.execute(#"ALTER TABLE plumbline_q0002f_app.away RENAME TO "book.note""#)
                // Neither is one from which rows are gone.
                try await shop.execute(
                    #"CREATE TABLE public.gone AS SELECT * FROM plumbline_q0002f_app."book.note" LIMIT 1;"#
                        + #"DELETE FROM plumbline_q0002f_app."book.note" WHERE id IN (SELECT id FROM public.gone)"#)
                let short = await #expect(throws: MigrationError.self) {
                    try await live.rollBack(live.plannedRollbacks(to: nil))
                }
                #expect(short?.message.contains("somebody has deleted 1 of its 2 rows") == true, "\(short?.message ?? "")")
                try await shop.execute(
                    #"INSERT INTO plumbline_q0002f_app."book.note" SELECT * FROM public.gone; DROP TABLE public.gone"#)
                _ = try await live.rollBack(live.plannedRollbacks(to: nil))
                #expect(try await shop.value("SELECT string_agg(note, ',' ORDER BY id) FROM app.book") == "one,two")
                // A purge takes all of it, and then there is nothing to restore.
                _ = try await live.apply()
                #expect(try await live.quarantined().map(\.tag) == ["q0002f"])
                // What another project in this database keeps is not ours to delete.
                try await shop.execute("UPDATE plumbline.quarantine SET project = 'another'")
                #expect(try await live.quarantined().isEmpty)
                try await shop.execute("UPDATE plumbline.quarantine SET project = 'test'")
                try await live.purge(live.quarantined())
                let planned = try await live.plannedRollbacks(to: nil)
                #expect(planned.first?.note?.contains("since they were purged") == true)
                _ = try await live.rollBack(planned)
                #expect(try await shop.value("SELECT count(*) FROM app.log") == "0")
            }
        }
    }

    @Test(
        "a migration that takes the number of one that was rolled back restores nothing of it; the first one does when it comes again",
        .needsPostgres(17))
    func anotherOfItsNumber() async throws {
        try await Workshop.with { shop in
            try await prepare(shop)
            let folder = shop.path("migrations", "0001_initial").deletingLastPathComponent()
            let before = try ProjectFiles.read(shop.root)
            let one = try await shop.declared(
                Self.tables.replacing("note text", with: "note text, more text") + "CREATE TABLE app.added (id int PRIMARY KEY);")
            try await shop.generate(one, "more")
            try await shop.withLive(one) { (live, _) async throws in
                _ = try await live.apply()
                try await shop.execute("UPDATE app.book SET more = 'm'; INSERT INTO app.added VALUES (7)")
                _ = try await live.rollBack(live.plannedRollbacks(to: nil))
            }
            let first = try ProjectFiles.read(shop.root)
            // The author thinks again.
            for direction in ["migrations", "rollback"] {
                try FileManager.default.removeItem(at: shop.path(direction, "0002_more"))
            }
            try? FileManager.default.removeItem(at: folder.appending(component: "0002_more.certificate.json"))
            try ProjectFiles.write(before, to: shop.root)
            let other = try await shop.declared(
                Self.tables.replacing("note text", with: "note text, more int")
                    + "CREATE TABLE app.added (id int PRIMARY KEY, name text NOT NULL DEFAULT 'x');")
            try await shop.generate(other, "more")
            try await shop.withLive(other) { (live, _) async throws in
                _ = try await live.apply()
                #expect(try await live.compare().isClean)
                #expect(try await shop.value("SELECT count(*) FROM app.added") == "0")
                let kept = try await live.quarantined()
                #expect(kept.count == 1 && kept.first?.origin.hasPrefix("the rollback of another migration 2") == true, "\(kept)")
                #expect(kept.first?.tables.count == 2 && kept.first?.movedAt != nil, "\(kept)")
                try await shop.execute("INSERT INTO app.added VALUES (8)")
                _ = try await live.rollBack(live.plannedRollbacks(to: nil))
                #expect(try await live.quarantined().count == 2)
            }
            try ProjectFiles.write(first, to: shop.root)
            try await shop.withLive(one) { (live, _) async throws in
                _ = try await live.apply()
                #expect(try await live.compare().isClean)
                #expect(try await shop.value("SELECT string_agg(id::text, ',') FROM app.added") == "7")
                #expect(try await shop.value("SELECT string_agg(more, ',') FROM app.book") == "m,m")
                try await live.purge(live.quarantined())
                #expect(try await live.quarantined().isEmpty)
            }
        }
    }
}
