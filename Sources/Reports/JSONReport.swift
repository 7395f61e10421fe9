package import Checks
import Foundation

/// Reports for other tools: see ``CheckReportV0`` and ``GateReportV0`` for the fields.
package enum JSONReport {
    /// JSON of version 0, keys sorted, one newline at the end.
    package static func render(_ report: CheckReport) throws -> String { try encode(CheckReportV0(report)) }
    /// JSON of version 0, keys sorted, one newline at the end.
    package static func render(_ report: GateReport) throws -> String { try encode(GateReportV0(report)) }

    static func encode(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }
}
