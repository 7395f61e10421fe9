import Foundation

/// The list of every column of `pg_catalog`, in `Coverage/pg_catalog.tsv`; the head of that file explains its columns.
struct CoverageList {
    let columns: [CoveredColumn]

    static func load() throws -> CoverageList {
        guard let url = Bundle.module.url(forResource: "pg_catalog", withExtension: "tsv") else {
            throw CoverageProblem("the resource pg_catalog.tsv is missing from the test bundle")
        }
        return try CoverageList(text: String(contentsOf: url, encoding: .utf8))
    }

    /// - Throws: `CoverageProblem`, which names the line that cannot be read.
    init(text: String) throws {
        columns = try text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, line in
            if line.isEmpty || line.hasPrefix("#") { return nil }
            return try CoveredColumn(line: line, number: index + 1)
        }
    }

    /// The columns that the list expects in a server of this major version, as `table.column`.
    func names(major: Int) -> [String] { columns.filter { $0.versions.contains(major) }.map(\.description) }

    /// The modeled columns that the kind named for them does not read, each with what to look for.
    ///
    /// - Parameter queries: SQL as it is sent to a server of this major version, by the kind whose facts it gives.
    func unread(major: Int, queries: [String: [String]]) -> [String] {
        let words = queries.mapValues { $0.map(Self.words) }
        return columns.filter { $0.versions.contains(major) }.flatMap { column in
            column.evidence.filter { evidence in
                !(words[evidence.kind] ?? []).contains { $0.isSuperset(of: evidence.words) }
            }
            .map { "\(column): no query of \($0.kind) has \($0.words.sorted().joined(separator: " and "))" }
        }
    }

    /// The identifiers in SQL: `relname` is not in `confrelname`.
    static func words(_ sql: String) -> Set<String> {
        Set(sql.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
    }
}

/// A column of a table of `pg_catalog`, and the part that it plays in the model.
struct CoveredColumn: CustomStringConvertible {
    enum Status: String {
        case modeled, derived, runtime, ignored
    }

    let table: String
    let name: String
    let versions: ClosedRange<Int>
    let status: Status
    let detail: String

    var description: String { "\(table).\(name)" }

    init(line: Substring, number: Int) throws {
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard fields.count == 5 else {
            throw CoverageProblem("line \(number) has \(fields.count) fields, not 5: \(line)")
        }
        guard let versions = Self.versions(fields[2]) else {
            throw CoverageProblem("line \(number): \"\(fields[2])\" is not a range of versions such as 15- or 15-17")
        }
        guard let status = Status(rawValue: fields[3]) else {
            throw CoverageProblem("line \(number): \"\(fields[3])\" is not modeled, derived, runtime or ignored")
        }
        guard fields[4].contains(where: { !$0.isWhitespace }) else {
            throw CoverageProblem("line \(number): \(fields[0]).\(fields[1]) gives no attribute and no reason")
        }
        (table, name, detail) = (fields[0], fields[1], fields[4])
        (self.versions, self.status) = (versions, status)
        if status == .modeled, let bad = attributes.first(where: { !$0.contains(/^[a-z -]+\.[a-z_]+$/) }) {
            throw CoverageProblem("line \(number): \"\(bad)\" is not kind.attribute")
        }
    }

    private static func versions(_ text: String) -> ClosedRange<Int>? {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let first = Int(ends[0]), let last = ends[1].isEmpty ? Int.max : Int(ends[1]), first <= last else {
            return nil
        }
        return first...last
    }

    /// The attributes that carry a modeled column, each as `kind.attribute`.
    var attributes: [String] {
        status == .modeled ? readings.flatMap { $0.attributes.components(separatedBy: ", ") } : []
    }

    /// For each kind that carries the column, the words that one of its queries must have.
    var evidence: [(kind: String, words: Set<String>)] {
        guard status == .modeled else { return [] }
        return readings.flatMap { reading in
            let words = reading.via.map { Set($0.components(separatedBy: ".")) } ?? [table, name]
            return reading.attributes.components(separatedBy: ", ").map { (Self.kind(of: $0), words) }
        }
    }

    /// The kind in `kind.attribute`.
    static func kind(of attribute: String) -> String { String(attribute.prefix { $0 != "." }) }

    private var readings: [(attributes: String, via: String?)] {
        detail.components(separatedBy: "; ").map { reading in
            let parts = reading.components(separatedBy: " via ")
            return (parts[0], parts.count > 1 ? parts[1] : nil)
        }
    }
}

struct CoverageProblem: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
