package import Checks
import Foundation

/// Results as Prometheus' text format, for node_exporter's textfile collector.
package enum PrometheusReport {
    /// The run, each check, and each measurement as gauges. What is unknown has no sample, so that it is never taken for zero.
    package static func render(_ report: CheckReport, measurements: Measurements = Measurements()) -> String {
        RunMetric.all(report, measurements).map(family).joined()
    }

    private static func family(_ metric: RunMetric) -> String {
        guard !metric.samples.isEmpty else { return "" }
        let lines = metric.samples.map { sample in
            let labels = list(sample.labels)
            return "\(metric.name)\(labels.isEmpty ? "" : "{\(labels)}") \(number(sample.value))"
        }
        return (["# HELP \(metric.name) \(metric.help)", "# TYPE \(metric.name) gauge"] + lines).joined(separator: "\n") + "\n"
    }

    private static func list(_ labels: [(name: String, value: String)]) -> String {
        labels.map { name, value in
            let escaped = Format.oneLine(value).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            return "\(name)=\"\(escaped)\""
        }.joined(separator: ",")
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }
}
