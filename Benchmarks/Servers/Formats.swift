import CLibPQ
import Foundation
import PostgresClient

extension Benchmark {
    /// Results in text against results in binary format; the figures in `PostgresConnection`'s documentation are these.
    static func formats(_ settings: ConnectionSettings) throws {
        guard let connection = PQconnectdb(settings.url) else { throw BenchmarkError(description: "no connection") }
        defer { PQfinish(connection) }
        guard PQstatus(connection) == CONNECTION_OK else { throw BenchmarkError(description: "no connection") }
        for one in cases {
            var text: [Double] = []
            var binary: [Double] = []
            // The two take turns, so that what else the machine does meets both.
            for _ in 0..<15 {
                let asText = try fetch(connection, one, binary: false)
                let asBinary = try fetch(connection, one, binary: true)
                guard asText.sum == asBinary.sum else { throw BenchmarkError(description: "text and binary results differ") }
                text.append(asText.seconds)
                binary.append(asBinary.seconds)
            }
            report(one.name + ", in text", text.sorted()[7], against: "in binary", binary.sorted()[7])
        }
    }

    private static func fetch(
        _ connection: OpaquePointer, _ one: FormatCase, binary: Bool
    ) throws -> (seconds: Double, sum: Int) {
        let start = Date()
        guard let result = PQexecParams(connection, one.sql, 0, nil, nil, nil, nil, binary ? 1 : 0) else {
            throw BenchmarkError(description: "no memory for a result")
        }
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_TUPLES_OK else { throw BenchmarkError(description: "the query failed") }
        var sum = 0
        for row in 0..<PQntuples(result) {
            for (column, reader) in one.columns.enumerated() {
                guard let value = PQgetvalue(result, row, Int32(column)) else { continue }
                let count = Int(PQgetlength(result, row, Int32(column)))
                sum &+= value.withMemoryRebound(to: UInt8.self, capacity: count) {
                    reader(UnsafeBufferPointer(start: $0, count: count), binary)
                }
            }
        }
        return (Date().timeIntervalSince(start), sum)
    }
}

struct BenchmarkError: Error, CustomStringConvertible { let description: String }

/// A result set that is fetched in both formats by libpq alone, and read into Swift values.
private struct FormatCase {
    var name: String
    var sql: String
    /// Reads one value in either format, and gives something that depends on it.
    var columns: [CellReader]
}

private typealias CellReader = @Sendable (UnsafeBufferPointer<UInt8>, _ isBinary: Bool) -> Int

private func bigEndian<T: FixedWidthInteger>(_ bytes: UnsafeBufferPointer<UInt8>, _: T.Type) -> T {
    T(bigEndian: UnsafeRawPointer(bytes.baseAddress).map { $0.loadUnaligned(as: T.self) } ?? 0)
}

private let int4: CellReader = { bytes, isBinary in
    isBinary ? Int(bigEndian(bytes, Int32.self)) : Int.decode(text: bytes) ?? 0
}
private let int8: CellReader = { bytes, isBinary in
    isBinary ? Int(bigEndian(bytes, Int64.self)) : Int.decode(text: bytes) ?? 0
}
private let float8: CellReader = { bytes, isBinary in
    let value = isBinary ? Double(bitPattern: bigEndian(bytes, UInt64.self)) : Double.decode(text: bytes) ?? 0
    return Int(value.bitPattern >> 12)
}
private let timestamptz: CellReader = { bytes, isBinary in
    let date =
        isBinary
        ? Date(timeIntervalSinceReferenceDate: Double(bigEndian(bytes, Int64.self)) / 1_000_000 - 366 * 86_400)
        : Date.decode(text: bytes) ?? .distantPast
    return Int(date.timeIntervalSinceReferenceDate)
}
private let bool: CellReader = { bytes, isBinary in
    (isBinary ? bytes.first == 1 : Bool.decode(text: bytes) ?? false) ? 1 : 0
}
private let uuid: CellReader = { bytes, isBinary in
    guard isBinary, let base = bytes.baseAddress else { return UUID.decode(text: bytes)?.hashValue ?? 0 }
    return UUID(uuid: UnsafeRawPointer(base).loadUnaligned(as: uuid_t.self)).hashValue
}
// Text has the same bytes in both formats.
private let text: CellReader = { bytes, _ in String(decoding: bytes, as: UTF8.self).utf8.count }

private let cases = [
    FormatCase(
        name: "catalog: columns of pg_attribute with their types",
        sql: """
            SELECT a.attname::text, a.attnum::int4, a.attnotnull, t.typname::text, c.relname::text, a.atttypmod
            FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid JOIN pg_class c ON c.oid = a.attrelid
            """, columns: [text, int4, bool, text, text, int4]),
    FormatCase(
        name: "text: 50,000 rows of 4 texts",
        sql: "SELECT repeat('a', n % 20), repeat('b', n % 30), md5(n::text), 'open' FROM generate_series(1, 50000) n",
        columns: [text, text, text, text]),
    FormatCase(
        name: "numbers: 50,000 rows of 2 integers, 2 bigints",
        sql: "SELECT n, n * 7, n::int8 * 1000000007, -n::int8 FROM generate_series(1, 50000) n",
        columns: [int4, int4, int8, int8]),
    FormatCase(
        name: "mixed: 50,000 rows of bigint, uuid, timestamptz, float8, boolean, text",
        sql: """
            SELECT n::int8, md5(n::text)::uuid, timestamptz '2026-01-01' + n * interval '61.000001 s', n / 7.0::float8, \
            n % 2 = 0, 'open' FROM generate_series(1, 50000) n
            """, columns: [int8, uuid, timestamptz, float8, bool, text]),
]
