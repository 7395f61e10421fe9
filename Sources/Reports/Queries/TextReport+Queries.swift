package import Queries

extension TextReport {
    /// A query's rows in columns; an en dash is NULL.
    package static func render(_ outcome: QueryOutcome, style: TextStyle = TextStyle()) -> String {
        var lines: [String] = []
        if !outcome.columns.isEmpty { lines += TextTable(outcome: outcome, style: style).lines }
        lines += [style.paint(QueryWords.count(outcome), .quiet)]
        lines += QueryWords.masked([outcome]).map { style.paint($0, .quiet) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A report: each section's figures, with the targets beside them.
    package static func render(_ report: ReportOutcome, style: TextStyle = TextStyle()) -> String {
        var lines = [style.paint(Format.oneLine(report.title), .strong), "\(Format.time(report.time)) · \(report.database)"]
        lines += Columns.wrapped(Format.oneLine(report.purpose), style.width).map { style.paint($0, .quiet) }
        for section in report.sections {
            lines += ["", style.paint(Format.oneLine(section.title), .strong)]
            lines +=
                section.outcome.rows.isEmpty
                ? ["no rows"]
                : TextTable(outcome: section.outcome, style: style, isForPeople: true).lines
            for target in section.targets {
                let (word, paint): (String, TextStyle.Paint) =
                    switch target.verdict {
                    case .met: ("met", .good)
                    case .missed: ("MISSED", .bad)
                    case .noData: ("no data", .worrying)
                    }
                lines.append("  " + style.paint(Columns.left(word, 9), paint) + QueryWords.target(target))
            }
        }
        lines += [""] + QueryWords.masked(report.sections.map(\.outcome)).map { style.paint($0, .quiet) }
        lines.append(QueryWords.verdict(report))
        return lines.joined(separator: "\n") + "\n"
    }
}

/// Sentences that every form of a report has.
enum QueryWords {
    static func count(_ outcome: QueryOutcome) -> String {
        outcome.columns.isEmpty ? outcome.command ?? "done" : Format.plural(outcome.rows.count, "row")
    }

    static func target(_ target: TargetOutcome) -> String {
        let figure = target.worst.map { worst in
            target.judged > 1
                ? ", worst \(worst) (\(target.missed) of \(Format.plural(target.judged, "row")) miss it)" : ", is \(worst)"
        }
        return "\(target.label) \(target.wording)\(figure ?? "")"
    }

    static func masked(_ outcomes: [QueryOutcome]) -> [String] {
        var names: [String] = []
        for column in outcomes.flatMap(\.columns) where column.isMasked && !names.contains(column.name) {
            names.append(column.name)
        }
        return names.isEmpty ? [] : ["Masked, since not marked unmasked: \(names.joined(separator: ", "))."]
    }

    static func verdict(_ report: ReportOutcome) -> String {
        let targets = report.sections.flatMap(\.targets)
        guard !targets.isEmpty else { return "Figures without targets." }
        let missed = targets.count { $0.verdict == .missed }
        let unknown = targets.count { $0.verdict == .noData }
        let open = unknown > 0 ? " \(Format.plural(unknown, "target")) without data." : ""
        return
            (missed == 0
            ? "\(Format.plural(targets.count - unknown, "target")) met."
            : "\(missed) of \(Format.plural(targets.count, "target")) missed.")
            + open
    }
}
