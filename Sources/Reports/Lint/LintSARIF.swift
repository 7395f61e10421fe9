#if Lint
package import Lint

/// Findings as SARIF 2.1.0, which code hosts show beside the lines.
package enum LintSARIF {
    /// One run with all rules that found something; keys sorted, one newline at the end.
    package static func render(_ result: LintResult) throws -> String { try JSONReport.encode(Log(result)) }

    private struct Log: Encodable {
        let schema = "https://json.schemastore.org/sarif-2.1.0.json"
        let version = "2.1.0"
        let runs: [Run]

        enum CodingKeys: String, CodingKey {
            case schema = "$schema"
            case version, runs
        }

        init(_ result: LintResult) { runs = [Run(result)] }
    }

    private struct Run: Encodable {
        let tool: Tool
        let results: [Result]
        let columnKind = "utf16CodeUnits"

        init(_ result: LintResult) {
            let codes = Set(result.findings.map(\.code)).sorted()
            tool = Tool(
                driver: Driver(rules: codes.compactMap { code in Rule.all.first { $0.code == code }.map(Descriptor.init) }))
            results = result.findings.map { Result($0, codes) }
        }
    }

    private struct Tool: Encodable { let driver: Driver }

    private struct Driver: Encodable {
        let name = "plumb lint"
        let rules: [Descriptor]
    }

    private struct Descriptor: Encodable {
        let id: String
        let name: String
        let shortDescription: Text
        let fullDescription: Text
        let help: Text
        let defaultConfiguration: Level
        let properties: Properties

        init(_ rule: Rule) {
            id = rule.code
            name = rule.title
            shortDescription = Text(text: rule.title)
            fullDescription = Text(text: rule.why)
            help = Text(text: rule.instead)
            defaultConfiguration = Level(level: rule.severity.rawValue)
            properties = Properties(tags: [rule.kind.text])
        }
    }

    private struct Level: Encodable { let level: String }
    private struct Properties: Encodable { let tags: [String] }
    private struct Text: Encodable { let text: String }

    private struct Result: Encodable {
        let ruleId: String
        let ruleIndex: Int?
        let level: String
        let message: Text
        let locations: [Location]
        let partialFingerprints: [String: String]

        init(_ finding: Finding, _ codes: [String]) {
            ruleId = finding.code
            ruleIndex = codes.firstIndex(of: finding.code)
            level = finding.severity.rawValue
            message = Text(text: "\(finding.message). Instead: \(finding.instead)")
            locations = [Location(finding)]
            // The same finding on a line that moved is still the same.
            partialFingerprints = ["plumbline/v1": "\(finding.code):\(finding.path):\(finding.message)"]
        }
    }

    private struct Location: Encodable {
        let physicalLocation: Physical
        init(_ finding: Finding) { physicalLocation = Physical(finding) }
    }

    private struct Physical: Encodable {
        let artifactLocation: Artifact
        let region: Region

        init(_ finding: Finding) {
            artifactLocation = Artifact(uri: LintSARIF.uri(finding.path))
            region = Region(startLine: finding.line, startColumn: finding.column)
        }
    }

    private struct Artifact: Encodable { let uri: String }

    private struct Region: Encodable {
        let startLine: Int
        let startColumn: Int
    }

    /// A relative URI: what a URI may not hold is escaped.
    private static func uri(_ path: String) -> String {
        let allowed = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/".utf8)
        return path.utf8.map { byte in
            guard !allowed.contains(byte) else { return String(UnicodeScalar(byte)) }
            let hex = String(byte, radix: 16, uppercase: true)
            return "%" + (hex.count == 1 ? "0" : "") + hex
        }.joined()
    }
}
#endif
