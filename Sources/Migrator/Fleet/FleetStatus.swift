import PostgresClient
package import SchemaModel

/// How far one database of a fleet is.
package struct FleetStatus: Sendable {
    package let name: String
    /// The state in words, such as `1 pending, has 0003_orders`.
    package let words: String
    /// True when it has every migration of the files, and nothing else.
    package let isCurrent: Bool
}

extension FleetRun {
    /// Asks every database for its history, a few at once; changes nothing and starts no scratch server.
    package func status(_ project: MigrationProject, _ declared: DeclaredDatabase) async throws -> [FleetStatus] {
        let labels = try project.directory(declared.name).pairs().map { ($0.number, $0.label) }
        var found: [String: FleetStatus] = [:]
        await Self.concurrently(members, atMost: options.concurrency) { member in
            await Self.status(member, project.name, labels)
        } each: { status in
            found[status.name] = status
            return true
        }
        try Task.checkCancellation()
        return members.compactMap { found[$0.name] }
    }

    private static func status(_ member: FleetMember, _ project: String, _ labels: [(Int, String)]) async -> FleetStatus {
        do {
            let rows = try await PostgresConnection.with(member.settings) { connection in
                try await HistoryTable(connection: connection, project: project).rows()
            }
            return status(member.name, rows, labels)
        } catch {
            return FleetStatus(name: member.name, words: "cannot be read: \(error)", isCurrent: false)
        }
    }

    private static func status(_ name: String, _ rows: [HistoryTable.Row], _ labels: [(Int, String)]) -> FleetStatus {
        let known = Set(labels.map(\.1))
        var words: [String] = []
        for row in rows {
            switch row.state {
            case .applied where !known.contains(row.label): words.append("has \(row.label), which this checkout does not have")
            case .applied: if row.differs { words.append("\(row.label) left the schema other than it should be") }
            case .begun: words.append("\(row.label) was interrupted after \(Plural.text(row.sectionsDone, "section"))")
            case .goingBack: words.append("the rollback of \(row.label) was interrupted")
            }
        }
        let applied = Set(rows.filter { $0.state == .applied }.map(\.label))
        let pending = labels.filter { !applied.contains($0.1) && !rows.map(\.label).contains($0.1) }.count
        if pending > 0 {
            let newest = rows.last(where: { $0.state == .applied })?.label
            words.append("\(pending) pending, \(newest.map { "has \($0)" } ?? "has none")")
        }
        return FleetStatus(
            name: name, words: words.isEmpty ? "has every migration" : words.joined(separator: "; "), isCurrent: words.isEmpty)
    }
}
