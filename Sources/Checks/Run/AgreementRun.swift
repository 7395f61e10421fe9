import Foundation
import PostgresClient
import SchemaModel

extension CheckSession {
    /// Asks both databases and holds their answers against each other. `self` is the check's own.
    func compare(
        _ check: CompiledCheck, with other: CheckSession, options: CheckOptions
    ) async throws(PostgresError) -> CheckResult {
        guard case .agreement(let declared) = check.form else { return CheckResult(check, .passed, .zero) }
        let clock = ContinuousClock()
        let started = clock.now
        do {
            let shapes = try await ask(declared.shapes.here, and: other, declared.shapes.there)
            func numbers(_ rows: PostgresRows) -> Set<String> { Set(rows.columns.filter(\.isNumeric).map(\.name)) }
            let agreement = declared.withEqualNumbers(here: numbers(shapes.here), there: numbers(shapes.there))
            let found: Differences
            let names = (own: check.database, other: agreement.other)
            switch agreement.scope {
            case .counts: found = try await counts(agreement, with: other)
            case .sample(let size):
                let seed = options.seed ?? Date.now.formatted(.iso8601.year().month().day())
                found = try await sample(agreement, with: other, seed: seed, size: size, names: names)
            case .rows: found = try await rows(agreement, with: other, samples: options.samples, names: names)
            }
            let duration = started.duration(to: clock.now)
            if found.compared == 0, found.inFlux > 0 {
                let reason = "all of it changed so lately that it may not have arrived"
                return CheckResult(check, .skipped(reason: reason), duration)
            }
            var result = CheckResult(check, failing: found.count ?? found.keys.count, examined: found.compared, duration)
            result.figures = found.figures
            if found.inFlux > 0 {
                result.figures.append(
                    CheckFigure("\(agreement.scope.unit) that may not have arrived, not compared", found.inFlux))
            }
            let columns = check.key.map(\.name)
            result.samples = found.keys.prefix(options.samples).map {
                SampleKey(columns: columns, nullable: $0)
            }
            return result
        } catch  where error.isOfOneStatement {
            return CheckResult(check, .error(message: error.explanation(for: check)), started.duration(to: clock.now))
        }
    }

    /// The differences: the values of the result's key, one list each.
    private struct Differences {
        var keys: [[String?]] = []
        var compared = 0
        var inFlux = 0
        /// How many there are, where `keys` has only some of them.
        var count: Int?
        var figures: [CheckFigure] = []
    }

    /// Asks both servers at the same time.
    private func ask(
        _ sql: String, and other: CheckSession, _ others: String, _ parameters: [any PostgresEncodable] = []
    ) async throws(PostgresError) -> (here: PostgresRows, there: PostgresRows) {
        async let there = other.result(others, parameters)
        let here = await result(sql, parameters)
        // Both are waited for, so that a refusal of one does not cancel the statement of the other and end its transaction.
        let its = await there
        return (try here.get(), try its.get())
    }

    private func result(_ sql: String, _ parameters: [any PostgresEncodable]) async -> Result<PostgresRows, PostgresError> {
        do throws(PostgresError) {
            return .success(try await ask(sql, parameters))
        } catch {
            return .failure(error)
        }
    }

    private func counts(_ agreement: Agreement, with other: CheckSession) async throws(PostgresError) -> Differences {
        let width = agreement.groups.count
        var here: [[String?]: String] = [:]
        let answers = try await ask(
            agreement.counts(agreement.here, flux: nil), and: other, agreement.counts(agreement.there, flux: agreement.isInFlux))
        for row in answers.here { here[row.values(width)] = row.text(width) }
        var there: [[String?]: String] = [:]
        var unsettled: Set<String?> = []
        for row in answers.there {
            let group = row.values(width)
            there[group] = row.text(width)
            // A row that changes its group is missing in one and too many in another: their unit waits, whole.
            if row.text(width + 1) == "true", let unit = group.first { unsettled.insert(unit) }
        }
        var found = Differences()
        for group in Set(here.keys).union(there.keys).sorted(by: Self.inOrder) {
            if let unit = group.first, unsettled.contains(unit) {
                found.inFlux += 1
                continue
            }
            found.compared += 1
            let (own, its) = (here[group] ?? "0", there[group] ?? "0")
            if own != its { found.keys.append(group + [own, its]) }
        }
        return found
    }

    private func sample(
        _ agreement: Agreement, with other: CheckSession, seed: String, size: Int, names: (own: String, other: String)
    ) async throws(PostgresError) -> Differences {
        let width = agreement.key.count
        var drawn: Set<[String?]> = []
        let lots = try await ask(
            agreement.draw(agreement.here, seed: seed, size: size), and: other,
            agreement.draw(agreement.there, seed: seed, size: size))
        for row in lots.here { drawn.insert(row.values(width)) }
        for row in lots.there { drawn.insert(row.values(width)) }
        let keys = drawn.sorted(by: Self.inOrder)
        let parameters = (0..<width).map { place in keys.map { $0[place] } }
        let answers = try await ask(
            agreement.rows(agreement.here, flux: nil), and: other, agreement.rows(agreement.there, flux: agreement.isInFlux),
            parameters)
        return Self.differences(agreement, answers, keys, names)
    }

    /// Compares rows of both sides key by key: of some keys, or of all that there are.
    private static func differences(
        _ agreement: Agreement, _ rows: (here: PostgresRows, there: PostgresRows), _ keys: [[String?]]?,
        _ names: (own: String, other: String)
    ) -> Differences {
        let width = agreement.key.count
        let shown = width + 1 + agreement.compared.count
        let here = byKey(rows.here, width, shown)
        let there = byKey(rows.there, width, shown)
        var found = Differences()
        for key in keys ?? Set(here.keys).union(there.keys).sorted(by: inOrder) {
            let (own, its) = (here[key] ?? [], there[key] ?? [])
            if its.contains(where: { $0.first == "true" }) {
                found.inFlux += 1
                continue
            }
            found.compared += 1
            guard let problem = difference(own, its, agreement.compared, names) else { continue }
            found.keys.append(key + [problem])
        }
        return found
    }

    /// Rows of differing buckets that are compared with all their columns; of more, hashes are compared first.
    private static let mostRows = 60_000

    private func rows(
        _ agreement: Agreement, with other: CheckSession, samples: Int, names: (own: String, other: String)
    ) async throws(PostgresError) -> Differences {
        let sums = try await ask(
            agreement.checksums(agreement.here), and: other, agreement.checksums(agreement.there))
        let (here, there) = (try Self.buckets(sums.here), try Self.buckets(sums.there))
        let all = Set(here.keys).union(there.keys)
        let differing = all.filter { here[$0] != there[$0] }.sorted()
        func rows(_ buckets: some Sequence<Int>) -> Int {
            buckets.reduce(0) { $0 + max(here[$1]?.rows ?? 0, there[$1]?.rows ?? 0) }
        }
        guard !differing.isEmpty else {
            var found = Differences()
            found.compared = rows(all)
            return found
        }
        let again = rows(differing)
        var found: Differences
        if again <= Self.mostRows {
            let answers = try await ask(
                agreement.rows(agreement.here, flux: nil, buckets: differing), and: other,
                agreement.rows(agreement.there, flux: agreement.isInFlux, buckets: differing))
            found = Self.differences(agreement, answers, nil, names)
        } else {
            let hashes = try await ask(
                agreement.hashes(agreement.here, flux: nil, buckets: differing), and: other,
                agreement.hashes(agreement.there, flux: agreement.isInFlux, buckets: differing))
            let changed = try Self.changedKeys(hashes)
            let keys = Array(changed.keys.prefix(max(samples, 1)))
            let answers = try await ask(
                agreement.rows(agreement.here, flux: nil, keys: keys), and: other,
                agreement.rows(agreement.there, flux: agreement.isInFlux, keys: keys))
            found = Self.differences(agreement, answers, nil, names)
            (found.count, found.inFlux) = (changed.keys.count, changed.inFlux)
        }
        found.compared = max(0, rows(all) - found.inFlux)
        return found
    }

    /// The sum of a bucket.
    private struct Bucket: Equatable {
        let rows: Int
        let sum: String?
    }

    private static func buckets(_ rows: PostgresRows) throws(PostgresError) -> [Int: Bucket] {
        var found: [Int: Bucket] = [:]
        for row in rows { found[try row.decode(0)] = Bucket(rows: try row.decode(1), sum: row.text(2)) }
        return found
    }

    /// The hashes of the keys whose rows are not the same on both sides, and how many keys are in flux.
    private static func changedKeys(
        _ hashes: (here: PostgresRows, there: PostgresRows)
    ) throws(PostgresError) -> (keys: [Int64], inFlux: Int) {
        // What is left of each row of one side when the same row of the other is taken away.
        struct Row: Hashable {
            let key: Int64
            let row: Int64
        }
        var left: [Row: Int] = [:]
        var inFlux: Set<Int64> = []
        for row in hashes.here { left[Row(key: try row.decode(0), row: try row.decode(1)), default: 0] += 1 }
        for row in hashes.there {
            let key: Int64 = try row.decode(0)
            if try row.decode(2) { inFlux.insert(key) }
            let place = Row(key: key, row: try row.decode(1))
            let count = left[place, default: 0] - 1
            left[place] = count == 0 ? nil : count
        }
        let changed = Set(left.keys.map(\.key)).subtracting(inFlux)
        return (changed.sorted(), inFlux.count)
    }

    private static func byKey(_ rows: PostgresRows, _ width: Int, _ shown: Int) -> [[String?]: [[String?]]] {
        Dictionary(grouping: rows.map { row in row.values(shown) }, by: { Array($0.prefix(width)) })
            .mapValues { $0.map { Array($0.dropFirst(width)) } }
    }

    /// NULL before every text.
    private static func inOrder(_ a: [String?], _ b: [String?]) -> Bool {
        a.lexicographicallyPrecedes(b) { one, other in
            guard let one else { return other != nil }
            return other.map { one < $0 } ?? false
        }
    }

    /// In words, without a value: `status, customer_email differ`.
    private static func difference(
        _ own: [[String?]], _ its: [[String?]], _ columns: [String], _ names: (own: String, other: String)
    ) -> String? {
        if own.isEmpty { return "is not in \(names.own)" }
        if its.isEmpty { return "is not in \(names.other)" }
        if own.count != its.count { return "is \(own.count) times in \(names.own), \(its.count) times in \(names.other)" }
        let pairs = zip(
            own.map { Array($0.dropFirst()) }.sorted(by: inOrder), its.map { Array($0.dropFirst()) }.sorted(by: inOrder))
        let differing = columns.indices.filter { place in pairs.contains { $0[place] != $1[place] } }
        guard !differing.isEmpty else { return nil }
        return differing.map { columns[$0] }.joined(separator: ", ") + (differing.count == 1 ? " differs" : " differ")
    }
}

extension PostgresRow {
    /// The first columns as text.
    fileprivate func values(_ count: Int) -> [String?] { (0..<count).map { text($0) } }
}
