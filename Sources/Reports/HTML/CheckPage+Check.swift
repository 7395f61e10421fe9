import Checks
import Foundation
import SchemaModel

extension CheckPage {
    /// A check with all that is known of it.
    struct Check {
        let anchor: String
        let word: String
        let tone: String
        let state: String
        let isOpen: Bool
        let title: String
        let id: String
        let figure: String?
        let story: String
        let about: String?
        let chart: String?
        let hasSamples: Bool
        let samples: [String]
        let moreSamples: String?
        let keysFile: String
        let keysLink: String
        let keysLabel: String
        let facts: [Fact]
        let hasRuns: Bool
        let runs: [Run]
        // For the filter.
        let database: String
        let schema: String
        let severity: String
        let dimension: String
        let owner: String
        let tags: String
        let words: String
    }

    /// A line of a check's facts.
    struct Fact {
        let name: String
        let text: String
        let isCode: Bool
    }

    /// A run's result for a check.
    struct Run {
        let time: String
        let word: String
        let tone: String
        let failing: String
        let examined: String
    }

    /// The place of a check in the page, the same in each run.
    static func anchor(_ result: CheckResult) -> String {
        let database = result.database.lowercased().unicodeScalars.map { scalar in
            ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) ? String(scalar) : "_"
        }.joined()
        return "check-\(database)-\(result.id.rawValue)"
    }
}

extension CheckPage.Check {
    private static let mostSamples = 8
    private static let mostRuns = 30

    init(_ result: CheckResult, _ trends: CheckTrends, _ report: CheckReport, isOpen: Bool = false) {
        let words = OutcomeWords(result.outcome.word, result.severity)
        (word, tone, state) = (words.word, words.tone.rawValue, words.state)
        anchor = CheckPage.anchor(result)
        let isBad = words.state == "failed" || words.state == "errored" || words.state == "warning"
        self.isOpen = isOpen
        title = Format.oneLine(result.title)
        id = result.id.rawValue
        figure = result.outcome == .failed ? Format.failing(result) : nil
        story = Format.oneLine(CheckStory(result: result, trends: trends).text)
        about = result.labels.description.map(Format.oneLine)
        let line = trends.line(result)
        chart = Self.chart(result, line, report, always: isBad)
        hasSamples = !result.samples.isEmpty
        samples = result.samples.prefix(Self.mostSamples).map(Format.sample)
        let hidden = result.samples.count - samples.count
        moreSamples = hidden > 0 ? "and \(Format.count(hidden)) more in the download" : nil
        keysFile = "\(result.id.rawValue).csv"
        keysLink = "data:text/csv;charset=utf-8," + CSVReport.keys(result.samples).percentEncoded
        let all = result.failingRows.map { $0 > result.samples.count ? " of \(Format.count($0))" : "" } ?? ""
        keysLabel =
            "Download \(Format.count(result.samples.count))\(all) \(result.samples.count == 1 && all.isEmpty ? "key" : "keys") (CSV)"
        facts = Self.facts(result)
        let varied = Set(line.map { [$0.outcome, $0.failingRows.map(String.init) ?? ""] }).count > 1
        runs =
            isBad || varied
            ? ([CheckPage.Run(today: result, report)] + line.reversed().map { CheckPage.Run($0) }).prefix(Self.mostRuns).map(
                \.self)
            : []
        hasRuns = runs.count > 1
        database = Format.oneLine(result.database)
        schema = result.schema.map(Format.oneLine) ?? ""
        severity = result.severity.rawValue
        dimension = result.dimension.rawValue
        owner = result.labels.owner.map(Format.oneLine) ?? ""
        tags = result.labels.tags.map { Format.oneLine($0) }.joined(separator: "\t")
        self.words = Format.oneLine(
            ([result.title, result.id.rawValue, result.table ?? "", result.labels.owner ?? "", result.labels.description ?? ""]
                + result.labels.tags).joined(separator: " ")
        ).lowercased()
    }

    private static func facts(_ result: CheckResult) -> [CheckPage.Fact] {
        func fact(_ name: String, _ text: String?, isCode: Bool = false) -> CheckPage.Fact? {
            text.map { CheckPage.Fact(name: name, text: Format.oneLine($0), isCode: isCode) }
        }
        return [
            fact("Check", result.id.rawValue, isCode: true),
            fact(
                "Where",
                result.table.map { "\(result.database), table \($0)" }
                    ?? "\(result.database), \(result.isHandWritten ? "a query" : "the database itself")"),
            fact("Owner", result.labels.owner),
            fact("Tags", result.labels.tags.isEmpty ? nil : result.labels.tags.joined(separator: ", ")),
            fact("If it fails", VerdictText.meaning(result.severity)),
            fact("Allowed", result.threshold == .none ? "no failing row" : allowed(result.threshold)),
            fact("Took", Format.duration(result.duration)),
            fact(
                result.isHandWritten && !result.samples.isEmpty
                    ? "More keys" : result.fileShows == .failingRows ? "All failing rows" : "What it compares",
                Format.command(result), isCode: true),
            fact("Declared at", result.location?.description, isCode: true),
        ].compactMap(\.self)
    }

    private static func allowed(_ threshold: Threshold) -> String {
        switch threshold {
        case .rows(let most): Format.plural(most, "failing row")
        case .fraction: "\(threshold) of the rows"
        }
    }

    /// Failing rows run by run, of a check that is bad now or was; nil where nothing ever changed.
    private static func chart(
        _ result: CheckResult, _ line: [PastResult], _ report: CheckReport, always: Bool
    ) -> String? {
        var points = line.map { past in
            LineChart.Point(
                date: past.started, value: past.failingRows.map(Double.init),
                tone: OutcomeWords(past.outcome, past.severity).tone)
        }
        points.append(
            LineChart.Point(
                date: report.started, value: result.failingRows.map(Double.init),
                tone: OutcomeWords(result.outcome.word, result.severity).tone))
        let values = Set(points.compactMap(\.value))
        guard values.count > 1 || (always && values != [0]) else { return nil }
        var levels: [LineChart.Level] = []
        let allowed: Double? =
            switch result.threshold {
            case .rows(let most): most > 0 ? Double(most) : nil
            case .fraction(let most): result.rowsExamined.map { Double($0) * most }
            }
        if let allowed, let most = values.max(), allowed <= max(most * 4, 10) {
            levels.append(LineChart.Level(value: allowed, text: "allowed: \(result.threshold)"))
        }
        return LineChart(
            label: "Failing rows of \(result.title), run by run; \(result.failingRows.map(Format.count) ?? "unknown") now",
            points: points, levels: levels, unit: .count, size: .wide, showsRuns: true
        ).svg
    }
}

extension CheckPage.Run {
    init(_ past: PastResult) {
        let words = OutcomeWords(past.outcome, past.severity)
        self.init(
            time: Format.time(past.started), word: words.word, tone: words.tone.rawValue,
            failing: past.failingRows.map(Format.count) ?? "–", examined: past.rowsExamined.map(Format.count) ?? "–")
    }

    init(today result: CheckResult, _ report: CheckReport) {
        let words = OutcomeWords(result.outcome.word, result.severity)
        self.init(
            time: Format.time(report.started), word: words.word, tone: words.tone.rawValue,
            failing: result.failingRows.map(Format.count) ?? "–", examined: result.rowsExamined.map(Format.count) ?? "–")
    }
}

extension CSVReport {
    /// The keys of failing rows: a heading, and a line for each row.
    static func keys(_ samples: [SampleKey]) -> String {
        guard let first = samples.first else { return "" }
        return ([first.columns] + samples.map(\.values)).map { $0.map(quoted).joined(separator: ",") + "\r\n" }.joined()
    }
}

extension String {
    /// For a URL: everything but letters, digits and `-._~`.
    var percentEncoded: String {
        var out = ""
        let digits = Array("0123456789ABCDEF")
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                out.unicodeScalars.append(UnicodeScalar(byte))
            default:
                out.append("%")
                out.append(digits[Int(byte >> 4)])
                out.append(digits[Int(byte & 15)])
            }
        }
        return out
    }
}
