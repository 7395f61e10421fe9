import Foundation
import Lint
import Reports
import Testing

@Suite("Reports of lint")
struct ReportTests {
    private static let sql = "SELECT 1;\n-- é\nDROP TABLE \"a|b\n::error::\";\nSELECT a IS JSON OBJECT;"

    private func result() async -> LintResult {
        await Linter().lint([LintSource(path: "a b/ü,:.sql", bytes: Array(Self.sql.utf8))])
    }

    @Test("SARIF has the rules, the places, and paths that a URI may hold")
    func sarif() async throws {
        let log = try #require(
            try JSONSerialization.jsonObject(with: Data(try LintSARIF.render(await result()).utf8)) as? [String: Any])
        #expect(log["version"] as? String == "2.1.0")
        let run = try #require((log["runs"] as? [[String: Any]])?.first)
        let results = try #require(run["results"] as? [[String: Any]])
        let drop = try #require(results.first { $0["ruleId"] as? String == "PL031" })
        let rules = ((run["tool"] as? [String: Any])?["driver"] as? [String: Any])?["rules"] as? [[String: Any]]
        let index = try #require(drop["ruleIndex"] as? Int)
        #expect(rules?[index]["id"] as? String == "PL031")
        let place = ((drop["locations"] as? [[String: Any]])?.first?["physicalLocation"]) as? [String: Any]
        #expect((place?["artifactLocation"] as? [String: Any])?["uri"] as? String == "a%20b/%C3%BC%2C%3A.sql")
        #expect((place?["region"] as? [String: Any])?["startLine"] as? Int == 3)
        #expect(results.allSatisfy { ["error", "warning", "note"].contains($0["level"] as? String) })
    }

    @Test("annotations give no commands that a file wrote")
    func github() async {
        let lines = LintGitHub.render(await result()).split(separator: "\n")
        #expect(
            lines.dropLast().allSatisfy {
                $0.hasPrefix("::warning file=a b/ü%2C%3A.sql,line=") || $0.hasPrefix("::notice file=a b/ü%2C%3A.sql,line=")
            })
    }

    @Test("JSON holds what a rule says and its other names")
    func json() async throws {
        let report = try JSONDecoder().decode(LintReportV0.self, from: Data(try LintJSON.render(await result()).utf8))
        let drop = try #require(report.findings.first { $0.code == "PL031" })
        #expect(drop.squawk == ["ban-drop-table"])
        #expect(drop.atlas == ["DS102"])
        #expect(drop.line == 3)
        #expect(!drop.why.isEmpty && !drop.instead.isEmpty)
        #expect(report.notes.count == 1)
    }

    @Test("Markdown keeps its cells")
    func markdown() async throws {
        let text = LintMarkdown.render(await result())
        #expect(text.contains("a\\|b ::error::"))
        #expect(!text.contains("a|b"))
    }

    @Test("text names place, reason and remedy")
    func text() async {
        let text = LintText.render(await result(), style: TextStyle(width: 100))
        #expect(text.contains("a b/ü,:.sql:3:1 warning PL031"))
        #expect(text.contains("    why:     The rows are gone"))
        #expect(text.contains("    instead: "))
        #expect(text.contains("note: not analyzed"))
        #expect(text.hasSuffix("3 statements in 1 source: 2 warnings, 2 notes\n"))
    }

    @Test("docs/lint.md lists the rules as they are")
    func documentation() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(components: "docs", "lint.md"), encoding: .utf8)
        let table = text.split(separator: "<!-- rules -->\n").last?.split(separator: "<!-- end of rules -->").first
        // To write it again: plumb lint --rules --format markdown
        #expect(table.map(String.init) == LintRules.markdownTable())
    }
}
