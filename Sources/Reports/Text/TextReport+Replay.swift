package import Checks
import Foundation

extension TextReport {
    /// The alarms of a history, run by run. Numbers that are made of values of a column are left out: their marks are not in the history.
    package static func render(_ replay: AnomalyReplay, style: TextStyle = TextStyle()) -> String {
        var lines: [String] = []
        for verdict in replay.alarms {
            lines.append(style.paint(verdict.run.formatted(.iso8601), .strong))
            for alarm in verdict.alarms {
                let kind = alarm.series.kind
                var text = "  \(Format.oneLine(alarm.series.database))  \(Format.oneLine(alarm.series.subject)): "
                text += Format.oneLine(alarm.series.words)
                switch kind {
                case .rows, .age, .nullShare: text += ": \(kind.text(alarm.value)), about \(kind.text(alarm.expected)) expected"
                case .mean, .quantile, .figure, .mark:
                    text += alarm.value > alarm.expected ? ": more than expected" : ": less than expected"
                }
                lines.append(text)
            }
        }
        guard let from = replay.from, let to = replay.to else {
            return "There is no history of numbers yet; `plumb nightly` keeps them.\n"
        }
        let days = to.timeIntervalSince(from) / 86_400
        lines.append(
            "\(Format.plural(replay.alarms.count, "run")) of \(Format.count(replay.judged)) judged would have raised an alarm "
                + "(\(Format.plural(replay.runs, "run")) in \(Format.count(Int(days.rounded()))) days; an alarm needs "
                + "\(replay.neededRuns) earlier runs). The budget is \(Format.number(replay.policy.falseAlarms)) in "
                + "\(Format.number(replay.policy.days)) days.")
        return lines.joined(separator: "\n") + "\n"
    }
}
