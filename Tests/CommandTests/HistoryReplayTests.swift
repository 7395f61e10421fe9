import Checks
import Foundation
import PlumblineTesting
import PostgresClient
import SchemaModel
import Testing

@Suite("plumb history replay")
struct HistoryReplayTests {
    /// Eighty nights of a table that grows by ten rows; once it lost half of them.
    private static func keep(in folder: EmptyFolder) async throws {
        let history = CheckHistoryFile(folder.root.appending(components: ".plumbline", "history.sqlite"))
        try await history.prepare()
        let now = Date.now
        for night in 0..<80 {
            let started = now.addingTimeInterval(Double(night - 80) * 86_400)
            let rows = 1000 + Double(night * 10 + night % 3)
            let series = DataMeasurement.Series(database: "shop", kind: .rows, subject: "public.orders")
            let report = CheckReport(runID: UUID(), started: started, finished: started, databases: [], results: [])
            try await history.record(
                report,
                [DataMeasurement(series: series, title: "Rows", unit: .count, value: night == 70 ? rows / 2 : rows)])
        }
    }

    @Test("shows the alarms that the history would have raised, for declared checks and for all numbers")
    func alarms() async throws {
        try await EmptyFolder.with { folder in
            try folder.write("plumbline.yml", "schema: schema\ndatabases: {shop: {}}\n")
            try folder.write("schema/a.sql", "CREATE TABLE orders (id int PRIMARY KEY);")
            let none = try await folder.plumb("history", "replay")
            #expect(none.status == 2 && none.all.contains("no check watches for anomalies"), "\(none.all)")
            let empty = try await folder.plumb("history", "replay", "--all")
            #expect(empty.status == 0 && empty.output.contains("There is no history of numbers yet"), "\(empty.all)")

            try await Self.keep(in: folder)
            let all = try await folder.plumb("history", "replay", "--all")
            #expect(all.status == 0 && all.output.contains("public.orders: rows: "), "\(all.all)")
            #expect(all.output.contains("(80 runs in 79 days; an alarm needs 29 earlier runs)"), "\(all.all)")

            try folder.write(
                "checks/shop/usual.sql", "-- title: Orders come as usual\n-- table: public.orders\n-- anomalies: rows\n")
            let declared = try await folder.plumb("history", "replay", "--false-alarms", "2", "--days", "14")
            #expect(declared.status == 0 && declared.output.contains("public.orders: rows: "), "\(declared.all)")
            #expect(declared.output.contains("an alarm needs 6 earlier runs). The budget is 2 in 14 days."), "\(declared.all)")
            let refused = try await folder.plumb("history", "replay", "--days", "0")
            #expect(refused.status != 0 && refused.all.contains("--days is a number from 1 on"), "\(refused.all)")
        }
    }
}

@Suite("Limits and reasons of gate and nightly")
struct GateLimitTests {
    @Test("a gate whose only trouble is the budget ends with status 3, and reads nothing")
    func overBudget() async throws {
        try await EmptyFolder.with { folder in
            try await ScratchServer.withDatabase(major: 17) { database in
                try folder.write("plumbline.yml", "schema: schema\ndatabases: {shop: {url: \"\(database.url)\"}}\n")
                try folder.write("schema/a.sql", "CREATE TABLE public.orders (id bigint PRIMARY KEY, note text);")
                try folder.write(
                    "checks/shop/note.sql", "-- title: Orders have a note\nSELECT id FROM public.orders WHERE note IS NULL;\n")
                #expect(try await folder.plumb("generate", "initial").status == 0)
                #expect(try await folder.plumb("apply", "shop").status == 0)
                let connection = try await PostgresConnection.connect(database)
                try await connection.run(script: "INSERT INTO public.orders SELECT n, 'x' FROM generate_series(1, 500) AS n")
                try await connection.query("ANALYZE public.orders")
                await connection.close()
                let within = try await folder.plumb("gate", "--allow-superuser", "--max-rows", "1000")
                #expect(within.status == 0, "\(within.all)")
                let over = try await folder.plumb("gate", "--allow-superuser", "--max-rows", "100")
                #expect(over.status == 3 && over.all.contains("about 500 rows would be read, and 100 are allowed"), "\(over.all)")
                // A step that fails is something to act on, whatever the budget was.
                try folder.write("schema/a.sql", "CREATE TABLE public.orders (id bigint PRIMARY KEY, note text, more text);")
                let failed = try await folder.plumb("gate", "--allow-superuser", "--max-rows", "100")
                #expect(failed.status == 1, "\(failed.all)")
            }
        }
    }
}
