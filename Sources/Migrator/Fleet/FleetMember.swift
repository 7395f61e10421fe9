package import PostgresClient

/// One database of a fleet: many databases with one declaration, such as one for each tenant, shard or region.
package struct FleetMember: Sendable, Hashable {
    /// The name that reports use; unique in the fleet.
    package let name: String
    package let settings: ConnectionSettings

    package init(name: String, settings: ConnectionSettings) {
        self.name = name
        self.settings = settings
    }
}

/// How large one wave of a fleet is.
package enum FleetWave: Sendable, Hashable {
    /// So many databases.
    case members(Int)
    /// So many hundredths of the fleet, at least one database.
    case percent(Double)

    /// Reads `25` or `10%`; nil for anything else, and for nothing or more than all.
    package init?(_ text: String) {
        if text.hasSuffix("%") {
            guard let share = Double(text.dropLast()), share > 0, share <= 100 else { return nil }
            self = .percent(share)
        } else {
            guard let count = Int(text), count > 0 else { return nil }
            self = .members(count)
        }
    }

    func size(of fleet: Int) -> Int {
        switch self {
        case .members(let count): count
        case .percent(let share): max(1, Int((Double(fleet) * share / 100).rounded()))
        }
    }
}

/// How a fleet is gone through.
package struct FleetOptions: Sendable {
    /// The names of the databases that come first, by themselves; where none is named, the first of the list.
    package var canaries: [String]
    /// The sizes of the waves after the canaries; what is left after the last is one more wave.
    package var waves: [FleetWave]
    /// How many databases are worked on at once.
    package var concurrency: Int
    /// How many databases may fail before no further one is begun. A canary that fails always ends the run.
    package var allowedFailures: Int
    /// How long to wait between two waves.
    package var pause: Duration

    package init(
        canaries: [String] = [], waves: [FleetWave] = [.percent(10)], concurrency: Int = 4, allowedFailures: Int = 0,
        pause: Duration = .zero
    ) {
        self.canaries = canaries
        self.waves = waves
        self.concurrency = max(1, concurrency)
        self.allowedFailures = max(0, allowedFailures)
        self.pause = pause
    }

    /// The members, divided: the canaries, then each wave, in the order of the list.
    /// - Throws: ``MigrationError`` for a canary that is not in the fleet.
    func divided(_ members: [FleetMember]) throws -> [[FleetMember]] {
        guard let first = members.first else { return [] }
        let names = canaries.isEmpty ? [first.name] : canaries
        let known = Set(members.map(\.name))
        if let stranger = names.first(where: { !known.contains($0) }) {
            throw MigrationError(
                .live, "the canary `\(stranger)` is not among the \(members.count) databases of the fleet; nothing was changed")
        }
        var result = [members.filter { names.contains($0.name) }]
        var rest = members.filter { !names.contains($0.name) }[...]
        for wave in waves where !rest.isEmpty {
            let part = rest.prefix(wave.size(of: members.count))
            result.append(Array(part))
            rest = rest.dropFirst(part.count)
        }
        if !rest.isEmpty { result.append(Array(rest)) }
        return result
    }
}
