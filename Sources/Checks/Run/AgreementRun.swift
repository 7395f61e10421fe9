import Foundation
import PostgresClient
import SchemaModel

extension CheckSession {
    /// Asks both databases and holds their answers against each other. `self` is the check's own.
    func compare(
        _ check: CompiledCheck, with other: CheckSession, options: CheckOptions
    ) async throws(PostgresError) -> CheckResult {
        guard case .agreement(let agreement) = check.form else { return CheckResult(check, .passed, .zero) }
        let clock = ContinuousClock()
        let started = clock.now
        do {
            let found: Differences
            if let size = agreement.sampleSize {
                let seed = options.seed ?? Date.now.formatted(.iso8601.year().month().day())
                found = try await sample(agreement, with: other, seed: seed, size: size, names: (check.database, agreement.other))
            } else {
                found = try await counts(agreement, with: other)
            }
            let duration = started.duration(to: clock.now)
            if found.compared == 0, found.inFlux > 0 {
                let reason = "all of it changed so lately that it may not have arrived"
                return CheckResult(check, .skipped(reason: reason), duration)
            }
            var result = CheckResult(check, failing: found.keys.count, examined: found.compared, duration)
            let columns = check.key.map(\.name)
            result.samples = found.keys.prefix(options.samples).map {
                SampleKey(columns: columns, values: $0.map { $0 ?? "NULL" })
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
    }

    private func counts(_ agreement: Agreement, with other: CheckSession) async throws(PostgresError) -> Differences {
        let width = agreement.groups.count
        var here: [[String?]: String] = [:]
        for row in try await ask(agreement.counts(agreement.here, flux: nil)) { here[row.values(width)] = row.text(width) }
        var there: [[String?]: String] = [:]
        var unsettled: Set<String?> = []
        for row in try await other.ask(agreement.counts(agreement.there, flux: agreement.isInFlux)) {
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
        for row in try await ask(agreement.draw(agreement.here, seed: seed, size: size)) { drawn.insert(row.values(width)) }
        for row in try await other.ask(agreement.draw(agreement.there, seed: seed, size: size)) {
            drawn.insert(row.values(width))
        }
        let keys = drawn.sorted(by: Self.inOrder)
        let parameters = (0..<width).map { place in keys.map { $0[place] } }
        let shown = width + 1 + agreement.compared.count
        let here = Self.byKey(try await ask(agreement.rows(agreement.here, flux: nil), parameters), width, shown)
        let there = Self.byKey(
            try await other.ask(agreement.rows(agreement.there, flux: agreement.isInFlux), parameters), width, shown)
        var found = Differences()
        for key in keys {
            let (own, its) = (here[key] ?? [], there[key] ?? [])
            if its.contains(where: { $0.first == "true" }) {
                found.inFlux += 1
                continue
            }
            found.compared += 1
            guard let problem = Self.difference(own, its, agreement.compared, names) else { continue }
            found.keys.append(key + [problem])
        }
        return found
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
