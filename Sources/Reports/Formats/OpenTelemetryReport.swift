package import Checks
import Foundation

/// Results as OpenTelemetry metrics in OTLP/JSON: one `ExportMetricsServiceRequest` on one line.
///
/// That is what the collector's `otlpjsonfile` receiver reads from a file, and what its HTTP endpoint `/v1/metrics` takes.
package enum OpenTelemetryReport {
    /// The run, each check, and each measurement as gauges, at the time when the run finished. What is unknown has no data point.
    package static func render(_ report: CheckReport, measurements: Measurements = Measurements()) throws -> String {
        // The specification wants 64-bit numbers as decimal text.
        let time = String(UInt64((max(0, report.finished.timeIntervalSince1970) * 1000).rounded()) * 1_000_000)
        let metrics = RunMetric.all(report, measurements).filter { !$0.samples.isEmpty }.map { metric in
            Metric(
                name: metric.openTelemetryName, description: metric.help, unit: metric.unit,
                gauge: Gauge(
                    dataPoints: metric.samples.filter(\.value.isFinite).map { sample in
                        Point(
                            attributes: sample.labels.map { Attribute("plumbline.\($0.name)", Format.oneLine($0.value)) },
                            timeUnixNano: time, asDouble: sample.value)
                    }))
        }
        let request = Request(
            resourceMetrics: [
                Resource(
                    resource: Attributes(attributes: [Attribute("service.name", "plumbline")]),
                    scopeMetrics: [Scoped(scope: Scope(name: "plumbline"), metrics: metrics)])
            ])
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(request), as: UTF8.self) + "\n"
    }

    private struct Request: Encodable { let resourceMetrics: [Resource] }

    private struct Resource: Encodable {
        let resource: Attributes
        let scopeMetrics: [Scoped]
    }

    private struct Attributes: Encodable { let attributes: [Attribute] }

    private struct Scoped: Encodable {
        let scope: Scope
        let metrics: [Metric]
    }

    private struct Scope: Encodable { let name: String }

    private struct Metric: Encodable {
        let name: String
        let description: String
        let unit: String
        let gauge: Gauge
    }

    private struct Gauge: Encodable { let dataPoints: [Point] }

    private struct Point: Encodable {
        let attributes: [Attribute]
        let timeUnixNano: String
        let asDouble: Double
    }

    private struct Attribute: Encodable {
        let key: String
        let value: Text

        init(_ key: String, _ text: String) {
            self.key = key
            value = Text(stringValue: text)
        }
    }

    private struct Text: Encodable { let stringValue: String }
}
