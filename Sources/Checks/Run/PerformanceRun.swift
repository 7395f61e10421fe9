import Foundation
import PostgresClient
import SchemaModel

extension CheckSession {
    /// Runs a query under EXPLAIN ANALYZE and judges its plan and its time.
    func measure(_ check: CompiledCheck) async throws(PostgresError) -> CheckResult {
        guard case .performance(let wanted) = check.form, let table = check.table else {
            return CheckResult(check, .passed, .zero)
        }
        let clock = ContinuousClock()
        let started = clock.now
        do {
            let size = try await ask(
                "SELECT reltuples::bigint FROM pg_catalog.pg_class WHERE oid = to_regclass(\(SQL.literal(check.tableName)))")
            let isLarge = (size.first?.text(0).flatMap { Int($0) } ?? 0) >= wanted.rows
            var fastest: Explained?
            for _ in 0..<3 {
                let text = try await ask(wanted.explain).one().text(0) ?? ""
                let explained = try Explained(text)
                if explained.milliseconds < fastest?.milliseconds ?? .infinity { fastest = explained }
                if explained.milliseconds <= wanted.limit { break }
            }
            guard let fastest else { return CheckResult(check, .passed, .zero) }
            var problems: [[String]] = []
            if fastest.milliseconds > wanted.limit {
                problems.append([
                    table.path, "takes \(Self.text(fastest.milliseconds)) ms; \(Self.text(wanted.limit)) ms are allowed",
                ])
            }
            if isLarge, !wanted.indexes.isEmpty, !wanted.indexes.contains(where: fastest.indexes.contains) {
                problems.append([table.path, "is read without \(wanted.indexes.joined(separator: " or "))"])
            }
            var result = CheckResult(check, failing: problems.count, examined: nil, started.duration(to: clock.now))
            result.samples = problems.map { SampleKey(columns: ["object", "problem"], values: $0) }
            return result
        } catch  where error.isOfOneStatement {
            return CheckResult(check, .error(message: error.explanation(for: check)), started.duration(to: clock.now))
        }
    }

    private static func text(_ milliseconds: Double) -> String {
        String(format: milliseconds < 10 ? "%.2f" : "%.0f", locale: Locale(identifier: "en_US_POSIX"), milliseconds)
    }
}

/// The parts of EXPLAIN (FORMAT JSON) that are judged.
private struct Explained {
    let milliseconds: Double
    let indexes: Set<String>

    private struct Document: Decodable {
        let plan: Node
        let time: Double

        enum CodingKeys: String, CodingKey {
            case plan = "Plan"
            case time = "Execution Time"
        }
    }

    private struct Node: Decodable {
        let index: String?
        let children: [Node]?

        enum CodingKeys: String, CodingKey {
            case index = "Index Name"
            case children = "Plans"
        }

        var indexes: [String] { (index.map { [$0] } ?? []) + (children ?? []).flatMap(\.indexes) }
    }

    init(_ json: String) throws(PostgresError) {
        do {
            guard let document = try JSONDecoder().decode([Document].self, from: Data(json.utf8)).first else {
                throw PostgresError(.decoding, "EXPLAIN gave no plan")
            }
            milliseconds = document.time
            indexes = Set(document.plan.indexes)
        } catch let error as PostgresError {
            throw error
        } catch {
            throw PostgresError(.decoding, "what EXPLAIN gave cannot be read: \(error)")
        }
    }
}
