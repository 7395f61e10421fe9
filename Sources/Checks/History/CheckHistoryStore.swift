package import struct Foundation.Date
package import struct Foundation.UUID

/// A place that keeps the results of runs: a file, or a schema of a database.
package protocol CheckHistoryStore: Sendable {
    /// Creates what is not there yet; changes nothing where it is.
    func prepare() async throws
    /// Keeps a run. Keeping it again replaces what was kept of it.
    func record(_ report: CheckReport, _ measurements: [DataMeasurement]) async throws
    /// The last runs before a report, as reports show them.
    func trends(before report: CheckReport, runs: Int) async throws -> CheckTrends
    /// The results of the last runs before a date, such as checks that compare with earlier runs need; none where there is no history.
    func past(before date: Date, except run: UUID?, runs: Int) async throws -> [PastResult]
    /// The numbers of the last runs before a date, such as checks on anomalies need; none where there is no history.
    func measurements(before date: Date, except run: UUID?, runs: Int) async throws -> [PastMeasurement]
    /// Deletes the runs that started before a time.
    func forget(before date: Date) async throws
}

extension CheckHistoryStore {
    /// Keeps a run without measurements.
    package func record(_ report: CheckReport) async throws { try await record(report, []) }
    /// The results of the last 60 runs before a date.
    package func past(before date: Date) async throws -> [PastResult] { try await past(before: date, except: nil, runs: 60) }
    /// The last 90 runs.
    package func trends(before report: CheckReport) async throws -> CheckTrends { try await trends(before: report, runs: 90) }
}
