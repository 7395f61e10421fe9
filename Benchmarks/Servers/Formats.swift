import CLibPQ
import Foundation
import PostgresClient

extension Benchmark {
    /// Results in text against results in binary format: the same rows over libpq alone, decoded to the same Swift values.
    static func formats(_ settings: ConnectionSettings) throws {
        guard let connection = PQconnectdb(settings.url), PQstatus(connection) == CONNECTION_OK else {
            throw BenchmarkError(description: "no connection")
        }
        defer { PQfinish(connection) }
        let sql = "SELECT i::int8, i * 1.5::float8, i % 2 = 0, 'row number ' || i FROM generate_series(1, 200000) i"
        var times: [Int32: [Double]] = [:]
        var sums: [Int32: Double] = [:]
        for _ in 0..<7 {
            for format: Int32 in [0, 1] {
                let start = Date()
                sums[format] = try fetch(connection, sql, format)
                times[format, default: []].append(Date().timeIntervalSince(start))
            }
        }
        guard sums[0] == sums[1], let text = times[0]?.sorted()[3], let binary = times[1]?.sorted()[3] else {
            throw BenchmarkError(description: "text and binary results differ")
        }
        report("200,000 rows of 4 columns in text", text, against: "in binary", binary)
    }

    private static func fetch(_ connection: OpaquePointer, _ sql: String, _ format: Int32) throws -> Double {
        guard let result = PQexecParams(connection, sql, 0, nil, nil, nil, nil, format), PQresultStatus(result) == PGRES_TUPLES_OK
        else { throw BenchmarkError(description: "the query failed") }
        defer { PQclear(result) }
        var sum = 0.0
        for row in 0..<PQntuples(result) {
            func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
                UnsafeRawBufferPointer(start: PQgetvalue(result, row, column), count: Int(PQgetlength(result, row, column)))
            }
            let text = String(decoding: bytes(3), as: UTF8.self)
            if format == 0 {
                sum += Double(Int64(String(decoding: bytes(0), as: UTF8.self)) ?? 0)
                sum += Double(String(decoding: bytes(1), as: UTF8.self)) ?? 0
                sum += bytes(2).first == UInt8(ascii: "t") ? 1 : 0
            } else {
                sum += Double(Int64(bigEndian: bytes(0).loadUnaligned(as: Int64.self)))
                sum += Double(bitPattern: UInt64(bigEndian: bytes(1).loadUnaligned(as: UInt64.self)))
                sum += Double(bytes(2).first ?? 0)
            }
            sum += Double(text.utf8.count)
        }
        return sum
    }
}

struct BenchmarkError: Error, CustomStringConvertible { let description: String }
