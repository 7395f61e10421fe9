import CLibPQ
import Foundation
import PostgresClient

extension Benchmark {
    /// What a statement costs over libpq's blocking call: the way to the connection's thread and back, and poll(2).
    static func statements(_ settings: ConnectionSettings) async throws {
        guard let raw = PQconnectdb(settings.url) else { throw BenchmarkError(description: "no connection") }
        defer { PQfinish(raw) }
        let connection = try await PostgresConnection.connect(settings)
        let count = 2_000
        var blocking: [Double] = []
        var ours: [Double] = []
        for _ in 0..<15 {
            var start = Date()
            for _ in 0..<count { PQclear(PQexecParams(raw, "SELECT 1", 0, nil, nil, nil, nil, 0)) }
            blocking.append(Date().timeIntervalSince(start))
            start = Date()
            for _ in 0..<count { try await connection.query("SELECT 1") }
            ours.append(Date().timeIntervalSince(start))
        }
        await connection.close()
        report("2,000 × SELECT 1 by PostgresConnection", ours.sorted()[7], against: "by PQexecParams", blocking.sorted()[7])
    }
}
