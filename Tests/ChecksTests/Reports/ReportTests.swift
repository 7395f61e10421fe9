import Checks
import Foundation
import Reports
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

/// Where to keep what the tests render, to be looked at: `PLUMBLINE_KEEP_REPORTS=folder swift test --filter ReportTests`.
private func keep(_ text: String, _ name: String) throws {
    guard let folder = ProcessInfo.processInfo.environment["PLUMBLINE_KEEP_REPORTS"] else { return }
    try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
}

@Suite struct ReportTests {
    @Test func theSummaryHasWhatFailedFirstAndCountsTheRest() throws {
        let text = TextReport.render(Sample.report, trends: Sample.trends)
        try keep(text, "checks.txt")
        let lines = text.split(separator: "\n").map(String.init)
        let results = lines.filter {
            $0.hasPrefix("FAILED") || $0.hasPrefix("ERROR") || $0.hasPrefix("WARNING") || $0.hasPrefix("ok")
        }
        #expect(results.map { $0.prefix(while: { $0 != " " }) } == ["FAILED", "FAILED", "ERROR", "WARNING", "ok"])
        #expect(results[0].contains("Customers have a valid e-mail address") && results[0].contains("120"))
        #expect(
            text.contains("all of them: psql -f checks/supabase/analytics.conversation_analytics.customer_email.format.sql"))
        #expect(text.contains("skipped  1 check: table knowledge.documents is not there"))
        #expect(text.contains("ok       3 checks of 1 table"))
        #expect(text.contains("2 failed, 1 could not run, 1 warning, 1 skipped, 3 passed.\nFailed: "))
        #expect(lines.allSatisfy { $0.count <= 110 })
        let all = TextReport.render(Sample.report, all: true).split(separator: "\n")
        #expect(all.count { $0.hasPrefix("ok ") } == 3 && all.contains { $0.contains("not run: table knowledge.documents") })
    }

    @Test func aHundredFailuresFitOneScreenAndAreCounted() {
        var report = Sample.report
        report.results = (1...100).map { (number: Int) in
            Sample.result(
                CheckID(rawValue: "t.c\(number)"), "Rule \(number)", table: "shop.t", kind: .quality, outcome: .failed, of: 1000,
                failing: number, samples: ["1"])
        }
        let text = TextReport.render(report, style: TextStyle(height: 24))
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 25, "\(text)")
        #expect(text.contains("Rule 100 ") && text.contains(" more; --all lists them"))
        let shown = text.split(separator: "\n").count { $0.hasPrefix("FAILED") }
        #expect(text.contains("… and \(100 - shown) more"))
    }

    @Test func aCheckThatCouldNotRunHasItsReasonHoweverManyThereAre() {
        var report = Sample.report
        report.results = (1...100).map { (number: Int) in
            Sample.result(
                CheckID(rawValue: "t.c\(number)"), "Rule \(number)", table: "shop.t", kind: .quality,
                outcome: .error(message: "column \"stauts\" does not exist (SQLSTATE 42703)\n  at checks/a.sql:46"))
        }
        let text = TextReport.render(report, style: TextStyle(height: 24))
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count <= 25, "\(text)")
        let shown = lines.count { $0.hasPrefix("ERROR") }
        #expect(shown > 4 && lines.count { $0.hasSuffix("does not exist (SQLSTATE 42703)") } == shown, "\(text)")

        report.results = Array(report.results.prefix(3))
        report.results.append(Sample.result("t.f", "Fails", kind: .quality, outcome: .failed, of: 10, failing: 1, samples: ["1"]))
        let few = TextReport.render(report, style: TextStyle(height: 22))
        #expect(few.contains("--all shows everything about each of them"), "\(few)")
        #expect(few.replacing("\n", with: " ").contains("A check that could not run proves nothing"), "\(few)")
    }

    @Test func nothingInATableCommandsTheTerminal() {
        let text = TextReport.render(Sample.report)
        #expect(!text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" || $0 == "\0" })
    }

    @Test func jsonIsVersionedAndRoundTrips() throws {
        let text = try JSONReport.render(Sample.report)
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        let read = try decoder.decode(CheckReportV0.self, from: Data(text.utf8))
        #expect(read.format == "plumbline.checks" && read.version == 0 && read.verdict == .failed && read.exitStatus == 1)
        #expect(read.checks.count == Sample.report.results.count)
        #expect(
            read.checks[0].samples == [
                ["id": "3f0e7a52-5f9b-4f0a-9f7e-6a0f6a1a2b3c"], ["id": "9a0e7a52-5f9b-4f0a-9f7e-6a0f6a1a2b3c"],
            ])
    }

    @Test func markdownKeepsTextAsText() throws {
        let text = MarkdownReport.render(Sample.report, trends: Sample.trends)
        try keep(text, "checks.md")
        #expect(!text.contains("<script>") && !text.contains("@all") && !text.contains("https://example"))
        #expect(text.contains("❌ failed | Customers have a valid e-mail address"))
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| ") && !$0.hasPrefix("| |") }
        for row in rows { #expect(row.replacing("\\|", with: "").count { $0 == "|" } == 5, "\(row)") }
    }

    @Test func junitIsWellFormedAndCountsAsTheVerdictDoes() throws {
        let xml = JUnitReport.render(Sample.report)
        let reader = XMLReader()
        let parser = XMLParser(data: Data(xml.utf8))
        parser.delegate = reader
        #expect(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "")")
        #expect(reader.elements["testcase"] == 8 && reader.elements["failure"] == 2 && reader.elements["error"] == 1)
        #expect(reader.elements["skipped"] == 1 && reader.elements["testsuite"] == 2)
        #expect(
            reader.attributes["testsuites"] == [
                "name": "plumb check", "tests": "8", "failures": "2", "errors": "1", "time": "3.296",
            ])
        #expect(!xml.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        // A warning is told and does not fail.
        #expect(xml.contains("<system-out>warning: Conversations have an e-mail address: 73 of 50,000 rows (0.15%)"))
    }

    @Test func theGateSpeaksTheSameLanguages() throws {
        let gate = GateReport(
            started: Sample.started, finished: Sample.started.addingTimeInterval(40),
            steps: [
                GateStep(name: "Declarations compile to facts", outcome: .passed, duration: .seconds(2)),
                GateStep(
                    name: "Generated files are current", outcome: .failed,
                    detail: ["checks/supabase/a.sql differs from its declaration; run `plumb compile`", Sample.hostile]),
                GateStep(name: "No drift", outcome: .skipped(reason: "no URL was given")),
                GateStep(name: "Migrations replay", outcome: .error(message: "no PostgreSQL was found")),
            ], checks: Sample.report)
        #expect(gate.verdict == .failed)
        let text = TextReport.render(gate)
        try keep(text, "gate.txt")
        #expect(
            text.contains("FAILED   Generated files are current") && text.contains("Failed: 1 step found something to act on."))
        let markdown = MarkdownReport.render(gate)
        try keep(markdown, "gate.md")
        #expect(markdown.contains("| ⏭️ skipped | No drift: no URL was given |"))
        let json = try JSONReport.render(gate)
        #expect(json.contains("\"format\" : \"plumbline.gate\"") && json.contains("\"exitStatus\" : 1"))
        try keep(JUnitReport.render(gate), "gate.xml")
        #expect(JUnitReport.render(gate).contains("<testcase name=\"Migrations replay\" classname=\"gate\""))
    }
}

@Suite struct VerdictTests {
    private func verdict(_ results: CheckResult...) -> Verdict {
        CheckReport(runID: UUID(), started: .now, finished: .now, databases: [], results: results).verdict
    }
    private func result(_ outcome: CheckOutcome, _ severity: Severity = .error) -> CheckResult {
        Sample.result("a", "A", kind: .quality, severity: severity, outcome: outcome)
    }

    @Test func followsSeverityAndNeverCallsNothingClean() {
        #expect(verdict(result(.passed)) == .passed)
        #expect(verdict(result(.passed), result(.failed)) == .failed)
        #expect(verdict(result(.passed), result(.failed, .warning)) == .passed)
        #expect(verdict(result(.passed), result(.skipped(reason: "no table"))) == .passed)
        #expect(verdict(result(.passed), result(.error(message: "denied"))) == .failed)
        #expect(verdict() == .notRun)
        #expect(verdict(result(.skipped(reason: "no table"))) == .notRun)
        #expect(verdict(result(.error(message: "denied"))) == .notRun)
        #expect([Verdict.passed, .failed, .notRun].map(\.exitStatus) == [0, 1, 2])
    }

    @Test(arguments: [
        (Threshold.none, 0, 10, true), (.none, 1, 10, false), (.rows(3), 3, 10, true), (.rows(3), 4, 10, false),
        (.fraction(0.1), 1, 10, true), (.fraction(0.1), 2, 10, false), (.fraction(0.1), 0, 0, true),
    ])
    func thresholdsCountExactly(threshold: Threshold, failing: Int, examined: Int, allowed: Bool) {
        #expect(threshold.allows(failing: failing, of: examined) == allowed)
        #expect(Threshold(threshold.description) == threshold)
    }
}

/// Counts the elements of a document.
private final class XMLReader: NSObject, XMLParserDelegate {
    var elements: [String: Int] = [:]
    var attributes: [String: [String: String]] = [:]

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        elements[name, default: 0] += 1
        self.attributes[name] = attributes
    }
}
