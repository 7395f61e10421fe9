import Checks
import Foundation
import SchemaModel

/// A run with an outcome of every kind, and names that try to break out of each format.
enum Sample {
    static let started = Date(timeIntervalSince1970: 1_795_226_400)
    static let hostile = "<script>alert(1)</script> \" ' & ]]> | `x` @all \u{1B}[31m \u{202E}gnp \"\u{0308} https://example.com"

    static let report = CheckReport(
        runID: UUID(uuidString: "5E4B6CBE-6D2B-4F1C-9C39-1C0B5B2A7F10") ?? UUID(), started: started,
        finished: started.addingTimeInterval(1.34),
        databases: [
            CheckedDatabase(name: "supabase", serverVersion: "17.2", role: "plumb_checker"),
            CheckedDatabase(name: "chatwoot", serverVersion: "15.14", role: "plumb_checker"),
        ],
        results: [
            result(
                "analytics.conversation_analytics.customer_email.format", "Customers have a valid e-mail address",
                table: "analytics.conversation_analytics", kind: .validation, outcome: .failed, of: 50_000, failing: 120,
                samples: ["3f0e7a52-5f9b-4f0a-9f7e-6a0f6a1a2b3c", "9a0e7a52-5f9b-4f0a-9f7e-6a0f6a1a2b3c"]),
            result(
                "analytics.conversation_analytics.status.one_of", "Status is open, pending or resolved",
                table: "analytics.conversation_analytics", kind: .validation, outcome: .passed, of: 50_000, failing: 0),
            result(
                "analytics.conversation_analytics.customer_email.not_null", "Conversations have an e-mail address",
                table: "analytics.conversation_analytics", kind: .quality, severity: .warning,
                threshold: .fraction(0.001), outcome: .failed, of: 50_000, failing: 73, samples: ["1"]),
            result(
                "analytics.conversation_analytics.synced_at.freshness", "Conversations were synced in the last 10 minutes",
                table: "analytics.conversation_analytics", kind: .monitor, outcome: .passed, of: nil, failing: 0),
            result(
                "public.contacts.custom_attributes.recruitment", "Recruitment leads have the attributes of one",
                table: "public.contacts", database: "chatwoot", kind: .shape, outcome: .failed, of: 6_012, failing: 9,
                samples: ["17", "2210"]),
            result(
                "catalog.chatwoot.foreign_keys_indexed", "Every foreign key has an index", kind: .catalog,
                outcome: .passed, of: nil, failing: 0),
            result(
                "knowledge.documents.metadata.vacancy", "Vacancies have their metadata", table: "knowledge.documents",
                kind: .shape, outcome: .skipped(reason: "table knowledge.documents is not there")),
            result(
                "hostile", hostile, table: "public.contacts", database: "chatwoot", kind: .quality,
                outcome: .error(message: "permission denied for table contacts \(hostile)")),
        ])

    static func result(
        _ id: CheckID, _ title: String, table: String? = nil, database: String = "supabase", kind: CheckKind,
        severity: Severity = .error, threshold: Threshold = .none, outcome: CheckOutcome, of examined: Int? = nil,
        failing: Int? = nil, samples: [String] = []
    ) -> CheckResult {
        CheckResult(
            id: id, database: database, title: title, table: table, kind: kind, severity: severity, threshold: threshold,
            outcome: outcome, rowsExamined: examined, failingRows: failing,
            samples: samples.map { SampleKey(columns: ["id"], values: [$0]) }, duration: .milliseconds(412),
            location: SourceLocation(file: "Sources/SupportPlatform/Checks/AnalyticsChecks.swift", line: 17),
            file: "checks/\(database)/\(id).sql")
    }

    /// A fortnight of nightly runs before the report.
    static let trends = CheckTrends(
        (1...14).flatMap { day in
            report.results.map { result in
                PastResult(
                    runID: UUID(), started: started.addingTimeInterval(-86_400 * Double(day)), database: result.database,
                    check: result.id, outcome: result.outcome.word,
                    failingRows: result.failingRows.map { $0 == 0 ? 0 : max(0, $0 - 7 + (day * 37) % 23) },
                    rowsExamined: result.rowsExamined)
            }
        }.mergedByDay(), before: started)
}

extension [PastResult] {
    /// One run id a day.
    fileprivate func mergedByDay() -> [PastResult] {
        var runs: [Date: UUID] = [:]
        return map { result in
            var result = result
            result.runID = runs[result.started] ?? result.runID
            runs[result.started] = result.runID
            return result
        }
    }
}
