import Checks
import Foundation
import Reports
import SchemaModel
import Testing

/// The forms of a report that other programs read.
@Suite("Formats") struct FormatTests {
    @Test("SARIF has a rule and a place for each check that did not pass")
    func sarif() throws {
        let text = try SARIFReport.render(Sample.report)
        let log = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let run = try #require((log["runs"] as? [[String: Any]])?.first)
        let results = try #require(run["results"] as? [[String: Any]])
        #expect(log["version"] as? String == "2.1.0")
        #expect(results.compactMap { $0["level"] as? String } == ["error", "error", "error", "warning"])
        let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
        let rules = try #require(driver["rules"] as? [[String: Any]]).compactMap { $0["id"] as? String }
        for result in results {
            let index = try #require(result["ruleIndex"] as? Int)
            #expect(rules[index] == result["ruleId"] as? String)
        }
        #expect(
            text.contains("\"uri\" : \"Sources/SupportPlatform/Checks/AnalyticsChecks.swift\"")
                && text.contains("\"startLine\" : 17"))
    }

    @Test("Prometheus gets one sample a line, and none for what is unknown")
    func prometheus() throws {
        let measured = Measurements([
            DataMeasurement(
                series: .init(database: "supabase", kind: .age, subject: "shop.orders", name: "synced_at"), title: "synced_at",
                unit: .seconds, value: nil),
            DataMeasurement(
                series: .init(database: "supabase", kind: .rows, subject: "shop.\"o\\r\n"), title: "Rows", unit: .count, value: 7),
        ])
        let text = PrometheusReport.render(Sample.report, measurements: measured)
        for line in text.split(separator: "\n") {
            #expect(
                line.hasPrefix("# HELP ") || line.hasPrefix("# TYPE ")
                    || line.wholeMatch(of: #/[a-z_]+(\{[a-z]+="([^"\\]|\\.)*"(,[a-z]+="([^"\\]|\\.)*")*\})? -?[0-9.e+-]+/#)
                        != nil,
                "\(line)")
        }
        #expect(text.contains("plumbline_checks{outcome=\"failed\"} 2\n"))
        #expect(text.contains(#"plumbline_table_rows{database="supabase",table="shop.\"o\\r "} 7"#))
        #expect(!text.contains("plumbline_newest_value_age_seconds"))
        // Of the eight checks one is skipped: it neither passed nor failed.
        #expect(text.matches(of: #/plumbline_check_passed\{/#).count == 7)
    }

    @Test("OpenTelemetry gets the same numbers, on one line, with 64-bit times as text and no point for what is unknown")
    func openTelemetry() throws {
        let measured = Measurements([
            DataMeasurement(
                series: .init(database: "supabase", kind: .age, subject: "shop.orders", name: "synced_at"), title: "synced_at",
                unit: .seconds, value: nil),
            DataMeasurement(
                series: .init(database: "supabase", kind: .quantile, subject: "shop.orders", name: "total", share: 0.9),
                title: "total", unit: .count, value: 7.5),
        ])
        let text = try OpenTelemetryReport.render(Sample.report, measurements: measured)
        #expect(text.filter(\.isNewline).count == 1 && text.hasSuffix("\n"))
        let request = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let resource = try #require((request["resourceMetrics"] as? [[String: Any]])?.first)
        let scope = try #require((resource["scopeMetrics"] as? [[String: Any]])?.first)
        let metrics = try #require(scope["metrics"] as? [[String: Any]])
        func points(_ name: String) -> [[String: Any]] {
            let metric = metrics.first { $0["name"] as? String == name }
            return (metric?["gauge"] as? [String: Any])?["dataPoints"] as? [[String: Any]] ?? []
        }
        #expect(points("plumbline.check.passed").count == 7)
        #expect(points("plumbline.newest_value.age").isEmpty)
        let quantile = try #require(points("plumbline.quantile").first)
        #expect(quantile["asDouble"] as? Double == 7.5)
        #expect(quantile["timeUnixNano"] as? String == "\(Int(Sample.report.started.timeIntervalSince1970) + 1)340000000")
        let attributes = try #require(quantile["attributes"] as? [[String: Any]])
        #expect(
            attributes.map { $0["key"] as? String } == [
                "plumbline.database", "plumbline.table", "plumbline.column", "plumbline.quantile",
            ])
        #expect((attributes.last?["value"] as? [String: Any])?["stringValue"] as? String == "0.9")
    }

    @Test("GitHub gets a command for each check that did not pass, and no text gives one of its own")
    func gitHub() {
        let lines = GitHubReport.render(Sample.report).split(separator: "\n")
        #expect(lines.map { $0.prefix(while: { $0 != " " }) } == ["::error", "::error", "::error", "::warning", "2"])
        #expect(lines[0].hasPrefix("::error file=Sources/SupportPlatform/Checks/AnalyticsChecks.swift,line=17,title="))
    }

    @Test("TAP has a plan and a line for each check; a warning fails no harness")
    func tap() {
        let lines = TAPReport.render(Sample.report).split(separator: "\n").filter { !$0.hasPrefix("# ") }
        #expect(lines.prefix(2) == ["TAP version 13", "1..8"])
        #expect(lines.dropFirst(2).count == 8)
        #expect(lines.count { $0.hasPrefix("not ok") && !$0.contains(" # TODO") } == 3)
        #expect(lines.contains { $0.hasPrefix("not ok") && $0.hasSuffix(" # TODO warning") })
        #expect(lines.contains { $0.contains("# SKIP table knowledge.documents is not there") })
    }

    @Test("Slack is told what is new, and nothing when nothing is")
    func slack() throws {
        let first = try #require(try SlackReport.render(Sample.report))
        let message = try #require(try JSONSerialization.jsonObject(with: Data(first.utf8)) as? [String: Any])
        let blocks = try #require(message["blocks"] as? [[String: Any]])
        let words = blocks.compactMap { ($0["text"] as? [String: Any])?["text"] as? String }.joined(separator: "\n")
        #expect(words.contains("New failures") && words.contains("Customers have a valid e-mail address: 120 of 50,000 rows"))
        #expect(!words.contains("<script>") && !words.contains("<!"))
        let same = CheckTrends(
            Sample.report.results.map { result in
                PastResult(
                    runID: Sample.report.runID, started: Sample.started.addingTimeInterval(-86_400), database: result.database,
                    check: result.id, outcome: result.outcome.word, failingRows: result.failingRows,
                    rowsExamined: result.rowsExamined)
            }, before: Sample.started)
        #expect(try SlackReport.render(Sample.report, trends: same) == nil)
    }
}
