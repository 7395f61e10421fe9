import Checks

extension TextReport {
    /// The gate's steps in order, each with what it found; then the checks that did not pass.
    package static func render(_ report: GateReport, style: TextStyle = TextStyle()) -> String {
        let width = max(20, style.width - 18)
        var lines: [String] = [style.paint("Gate", .strong) + " · " + Format.time(report.started), ""]
        for step in report.steps {
            let (word, paint) = mark(step.outcome)
            lines.append(
                style.paint(Columns.left(word, 9), paint) + Columns.left(Format.oneLine(step.name), width)
                    + style.paint(Columns.right(Format.duration(step.duration), 9), .quiet))
            for detail in (step.outcome.explanation.map { [$0] } ?? []) + step.detail {
                lines += detail.split(whereSeparator: \.isNewline).flatMap {
                    Columns.wrapped(Format.oneLine(String($0)), width).map { "         " + $0 }
                }
            }
        }
        lines += ["", VerdictText.sentence(report)]
        let text = lines.joined(separator: "\n") + "\n"
        return report.checks.map { text + "\n" + render($0, style: style) } ?? text
    }

    private static func mark(_ outcome: GateOutcome) -> (String, TextStyle.Paint) {
        switch outcome {
        case .passed: ("ok", .good)
        case .failed: ("FAILED", .bad)
        case .error: ("ERROR", .bad)
        case .skipped: ("skipped", .worrying)
        }
    }
}
