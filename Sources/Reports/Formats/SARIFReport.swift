package import Checks
import SchemaModel

/// Checks that failed or could not run as SARIF 2.1.0, which code hosts show beside the lines that declare them.
package enum SARIFReport {
    /// One run; a rule and a result for each check that did not pass. Keys sorted, one newline at the end.
    package static func render(_ report: CheckReport) throws -> String {
        try JSONReport.encode(Log(runs: [Run(report)]))
    }

    private struct Log: Encodable {
        let schema = "https://json.schemastore.org/sarif-2.1.0.json"
        let version = "2.1.0"
        let runs: [Run]

        enum CodingKeys: String, CodingKey {
            case schema = "$schema"
            case version, runs
        }
    }

    private struct Run: Encodable {
        let tool: Tool
        let results: [Result]
        let columnKind = "utf16CodeUnits"

        init(_ report: CheckReport) {
            let bad = report.worstFirst.filter { result in
                switch result.outcome {
                case .failed, .error: true
                case .passed, .skipped: false
                }
            }
            // A check may be of several databases; a rule is listed once.
            var rules: [CheckID: Int] = [:]
            var descriptors: [Descriptor] = []
            for result in bad where rules[result.id] == nil {
                rules[result.id] = descriptors.count
                descriptors.append(Descriptor(result))
            }
            tool = Tool(driver: Driver(rules: descriptors))
            results = bad.map { Result($0, rules[$0.id] ?? 0) }
        }
    }

    private struct Tool: Encodable { let driver: Driver }
    private struct Text: Encodable { let text: String }

    private struct Driver: Encodable {
        let name = "plumb check"
        let rules: [Descriptor]
    }

    private struct Descriptor: Encodable {
        let id: String
        let shortDescription: Text
        let fullDescription: Text?
        let help: Text
        let properties: Properties

        init(_ result: CheckResult) {
            id = result.id.rawValue
            shortDescription = Text(text: Format.oneLine(result.title))
            fullDescription = result.labels.description.map { Text(text: Format.oneLine($0)) }
            help = Text(text: Format.command(result) ?? Format.oneLine(result.title))
            properties = Properties(tags: [result.dimension.rawValue] + result.labels.tags)
        }
    }

    private struct Properties: Encodable { let tags: [String] }

    private struct Result: Encodable {
        let ruleId: String
        let ruleIndex: Int
        let level: String
        let message: Text
        let locations: [Location]
        let partialFingerprints: [String: String]

        init(_ result: CheckResult, _ index: Int) {
            ruleId = result.id.rawValue
            ruleIndex = index
            level =
                switch (result.outcome, result.severity) {
                case (.failed, .warning): "warning"
                case (.failed, .info): "note"
                case (.failed, .error), (.error, _), (.passed, _), (.skipped, _): "error"
                }
            message = Text(
                text: Format.oneLine(
                    "\(result.title). \(CheckStory(result: result, trends: .empty).text) Database: \(result.database)."))
            locations = [Location(physicalLocation: Physical(result))]
            // The number of rows changes from run to run; the finding is the same.
            partialFingerprints = ["plumbline/v1": "\(result.database):\(result.id)"]
        }
    }

    private struct Location: Encodable { let physicalLocation: Physical }

    private struct Physical: Encodable {
        let artifactLocation: Artifact
        let region: Region

        /// Where it is declared; of a hand-written check, its file.
        init(_ result: CheckResult) {
            artifactLocation = Artifact(uri: (result.location?.file ?? result.file).uriPath)
            region = Region(startLine: result.location.map { Int($0.line) } ?? 1)
        }
    }

    private struct Artifact: Encodable { let uri: String }
    private struct Region: Encodable { let startLine: Int }
}

extension String {
    /// As a relative URI: what a URI may not hold is escaped.
    fileprivate var uriPath: String {
        split(separator: "/", omittingEmptySubsequences: false).map { String($0).percentEncoded }.joined(separator: "/")
    }
}
