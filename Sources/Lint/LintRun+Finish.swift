import Foundation
import SchemaModel

/// A source with what is needed to name places in it.
struct VisitedSource {
    struct Piece {
        let range: Range<Int>
        let location: SourceLocation?
    }

    let source: LintSource
    let bytes: [UInt8]
    let lines: LineTable
    var pieces: [Piece] = []
    var comments: [Splitter.Comment] = []

    init(_ source: LintSource) {
        self.source = source
        bytes = Array(source.text.utf8)
        lines = LineTable(source.text)
    }

    func position(_ place: Place, _ subject: Subject?) -> (path: String, line: Int, column: Int) {
        if let locate = source.locate {
            let piece = pieces.indices.contains(place.statement) ? pieces[place.statement].location : nil
            guard let location = subject.flatMap(locate) ?? piece else { return (source.path, 1, 1) }
            return (location.file, location.line, 1)
        }
        return (source.path, lines.line(place.offset), lines.column(place.offset))
    }
}

extension LintRun {
    /// Runs what needs the whole of this world.
    mutating func conclude() {
        server?.measure(known)
        let files = sources.indices.filter { $0 >= first && sources[$0].source.role == .script }.map {
            (sources[$0].source.path, $0)
        }
        let indexes = Dictionary(grouping: known.indexes.values.sorted { $0.name.name < $1.name.name }, by: \.table)
        for rule in rules {
            var conclusion = Conclusion(
                known: known, options: options, indexesByTable: indexes, files: files, rule: rule)
            rule.conclude(&conclusion)
            reports += conclusion.reports.filter { rule.applies(to: sources[$0.place.source].source.role) }
        }
    }

    /// Applies the ignores, and words the findings.
    func finish() -> LintResult {
        var ignores = Ignores(sources)
        var findings: Set<Finding> = []
        var ignored = 0
        for report in reports {
            let source = sources[report.place.source]
            let position = source.position(report.place, report.subject)
            if ignores.take(report, in: source, at: position) {
                ignored += 1
                continue
            }
            findings.insert(
                finding(report.rule, report.message, report.instead, position, report.subject, report.severity))
        }
        for (rule, message, position) in ignores.leftover(options, isLive: known.isLive) {
            findings.insert(finding(rule, message, rule.instead, position, nil))
        }
        let sorted = findings.sorted {
            ($0.path, $0.line, $0.column, $0.code, $0.message) < ($1.path, $1.line, $1.column, $1.code, $1.message)
        }
        return LintResult(
            findings: sorted, notes: notes, ignored: ignored, sources: sources.count { $0.source.role != .background },
            statements: statements, refused: refused)
    }

    private func finding(
        _ rule: Rule, _ message: String, _ instead: String, _ position: (path: String, line: Int, column: Int),
        _ subject: Subject?, _ severity: Severity? = nil
    ) -> Finding {
        Finding(
            code: rule.code, severity: options.severities[rule.code] ?? severity ?? rule.severity, message: message,
            instead: instead,
            path: position.path, line: position.line, column: position.column, subject: subject)
    }
}

/// The comments that ignore, and what they did.
struct Ignores {
    private var bySource: [[Ignore]]
    private var swift: [String: [Int: Ignore]] = [:]
    private let sources: [VisitedSource]

    init(_ sources: [VisitedSource]) {
        self.sources = sources
        bySource = sources.map { source in
            source.comments.compactMap { Ignore(comment: $0.text, range: $0.range) }
        }
        for source in sources {
            for (path, text) in source.source.files where swift[path] == nil { swift[path] = Ignores.swiftComments(text) }
        }
    }

    private static func swiftComments(_ text: String) -> [Int: Ignore] {
        var result: [Int: Ignore] = [:]
        for (number, line) in text.lines.enumerated() {
            guard let start = line.range(of: "// plumb:ignore") else { continue }
            result[number + 1] = Ignore(comment: String(line[start.lowerBound...]), range: 0..<0)
        }
        return result
    }

    /// True when a comment takes the report out.
    mutating func take(_ report: Report, in source: VisitedSource, at position: (path: String, line: Int, column: Int)) -> Bool {
        let code = report.rule.code
        guard code != "PL093", code != "PL094" else { return false }
        if source.source.locate != nil {
            for line in [position.line, position.line - 1] where swift[position.path]?[line]?.covers(code) == true {
                swift[position.path]?[line]?.used.insert(code)
                return true
            }
            return false
        }
        let index = report.place.source
        var taken = false
        for place in bySource[index].indices where bySource[index][place].covers(code) {
            let ignore = bySource[index][place]
            if ignore.isForFile || Ignores.reaches(ignore.range, report, position.line, source) {
                bySource[index][place].used.insert(code)
                taken = true
            }
        }
        return taken
    }

    /// A comment before a statement holds for it; one behind it on its last line too; one inside for its line and the next.
    private static func reaches(_ comment: Range<Int>, _ report: Report, _ line: Int, _ source: VisitedSource) -> Bool {
        guard source.pieces.indices.contains(report.place.statement) else { return false }
        let piece = source.pieces[report.place.statement].range
        let own = source.lines.line(comment.lowerBound)
        if piece.contains(comment.lowerBound) { return own == line || own + 1 == line }
        let endLine = source.lines.line(max(piece.lowerBound, piece.upperBound - 1))
        if comment.lowerBound >= piece.upperBound { return own == endLine }
        guard report.place.statement > 0 else { return true }
        let previous = source.pieces[report.place.statement - 1].range
        return comment.lowerBound >= previous.upperBound
            && own != source.lines.line(max(previous.lowerBound, previous.upperBound - 1))
    }

    /// Ignores without a reason, and those that ignored nothing.
    func leftover(_ options: LintOptions, isLive: Bool) -> [(Rule, String, (path: String, line: Int, column: Int))] {
        var result: [(Rule, String, (path: String, line: Int, column: Int))] = []
        let unused = Rule.all.first { $0.code == "PL093" }
        let unexplained = Rule.all.first { $0.code == "PL094" }
        func judge(_ ignore: Ignore, _ position: (path: String, line: Int, column: Int)) {
            if ignore.reason.isEmpty, let unexplained, options.off["PL094"] == nil {
                result.append((unexplained, "this ignore gives no reason", position))
            }
            guard let unused, options.off["PL093"] == nil else { return }
            if ignore.codes.isEmpty { result.append((unused, "this ignore names no rule", position)) }
            for (name, rules) in ignore.codes {
                if rules.isEmpty {
                    result.append((unused, "there is no rule `\(name)`", position))
                } else if !rules.contains(where: { ignore.used.contains($0) || !Ignores.ran($0, options, isLive) }) {
                    result.append((unused, "\(name) finds nothing here", position))
                }
            }
        }
        for (index, ignores) in bySource.enumerated() where sources[index].source.role != .background {
            let source = sources[index]
            for ignore in ignores {
                judge(
                    ignore,
                    (source.source.path, source.lines.line(ignore.range.lowerBound), source.lines.column(ignore.range.lowerBound))
                )
            }
        }
        for (path, ignores) in swift {
            for (line, ignore) in ignores { judge(ignore, (path, line, 1)) }
        }
        return result
    }

    /// True when the rule could have found something in this run.
    private static func ran(_ code: String, _ options: LintOptions, _ isLive: Bool) -> Bool {
        guard options.off[code] == nil, let rule = Rule.all.first(where: { $0.code == code }) else { return false }
        return !(rule.isOptional && !options.on.contains(code)) && (isLive || !rule.needsServer)
    }
}
