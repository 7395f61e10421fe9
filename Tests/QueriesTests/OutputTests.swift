import PostgresClient
import Queries
import Reports
import SchemaDSL
import Testing

/// No customer datum reaches an output: what is not marked unmasked is masked.
struct OutputTests {
    private func outcome(_ body: (QueryOutcome) throws -> Void) async throws {
        try await Shop.open { connection, library in
            let query = try library.query(named: "shop.orders_between")
            try body(try await library.show(query, [Binding("start", text: "2026-01-01")], on: connection))
        }
    }

    @Test func sensitiveAndUnmarkedValuesAreMaskedInEveryForm() async throws {
        try await outcome { outcome in
            let forms = [
                TextReport.render(outcome), CSVReport.render(outcome), MarkdownReport.render(outcome),
                try JSONReport.render(outcome),
            ]
            for form in forms {
                for secret in ["Ann", "Bo", "Cy", "Delft"] { #expect(!form.contains(secret)) }
                #expect(form.contains("10.5"))
                #expect(form.contains("***") || form.contains("\\*\\*\\*"))
            }
            #expect(forms[3].contains("\"total\" : 10.5") && forms[3].contains("\"id\" : 1,"), "numbers are numbers: \(forms[3])")
            #expect(outcome.rows[1][2] == nil, "whether there is a value is not hidden")
            #expect(forms[0].contains("Masked, since not marked unmasked: customer, city."))
        }
    }

    @Test func aReportHoldsFiguresAgainstTargets() async throws {
        try await Shop.open { connection, library in
            let report = try await library.show(try library.report(named: "turnover"), [], on: connection)
            let targets = report.sections[0].targets
            #expect(targets.map(\.verdict) == [.missed, .missed])
            #expect(targets.map(\.worst) == ["5.00", "110.50"])
            #expect(!report.meetsTargets)
            let text = TextReport.render(report)
            #expect(text.contains("MISSED   Total > 10 €, worst 5.00 (1 of 2 rows miss it)"), "\(text)")
            let page = try HTMLReport.render(report)
            #expect(page.contains("<h1>Turnover</h1>") && page.contains("<th scope=\"col\">Day</th>"))
            #expect(page.contains("<span class=\"bar\""), "numbers that can be compared have bars")
            try await connection.run(script: "DELETE FROM shop.orders")
            let empty = try await library.show(try library.report(named: "turnover"), [], on: connection)
            #expect(empty.sections[0].targets.map(\.verdict) == [.noData, .noData])
            #expect(empty.meetsTargets)
        }
    }

    @Test func aDeclarationThatContradictsItselfIsRefusedWhole() {
        final class Nothing: Query, Sendable {
            let a = Parameter("a", .text)
            let b = Parameter("a", .text)
            let purpose = ""
            var sql: SQLFragment { "SELECT 1" }
        }
        let query = Nothing()
        let error = #expect(throws: QueryError.self) {
            _ = try QueryLibrary([
                QuerySet(
                    Shop.database, [QueryGroup("x", [query, query])],
                    reports: [Report("r", "R", purpose: "", [ReportSection("s", Shop.addOrder)])])
            ])
        }
        for part in [
            "two queries are named x.nothing", "has no purpose", "two parameters named a", "which no group of shop lists",
        ] {
            #expect(error?.message.contains(part) == true)
        }
    }
}
