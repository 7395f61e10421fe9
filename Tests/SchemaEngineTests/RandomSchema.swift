/// A schema of named parts, each with its SQL and the parts that it needs: what a generator makes and a shrinker takes apart.
struct RandomSchema: Sendable, Hashable {
    struct Part: Sendable, Hashable {
        var sql: String
        var needs: [String]
    }

    /// The names of the parts in the order of their creation.
    private(set) var order: [String] = []
    private(set) var parts: [String: Part] = [:]

    var sql: String { order.compactMap { parts[$0]?.sql }.map { $0 + ";\n" }.joined() }

    /// Adds a part at the end, or gives the one of that name other SQL.
    mutating func set(_ name: String, _ sql: String, needs: [String] = []) {
        // What needs other parts than before may come before them.
        if let old = parts.updateValue(Part(sql: sql, needs: needs), forKey: name), old.needs == needs { return }
        order.removeAll { $0 == name }
        order.append(name)
    }

    /// Takes a part away, with everything that needs it.
    mutating func remove(_ name: String) {
        guard parts.removeValue(forKey: name) != nil else { return }
        order.removeAll { $0 == name }
        for other in order where parts[other]?.needs.contains(name) == true { remove(other) }
    }
}

/// A pseudorandom generator that gives the same numbers for the same seed on every machine (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func isTrue(oneIn count: Int) -> Bool { Int.random(in: 0..<count, using: &self) == 0 }

    mutating func pick(_ choices: [String]) -> String { choices.randomElement(using: &self) ?? "" }
}

/// Two schemas that have most of their parts in common.
struct RandomPair: Sendable, Hashable {
    private(set) var old: RandomSchema
    private(set) var new: RandomSchema

    init(seed: UInt64) {
        var writer = RandomSchemaWriter(seed: seed)
        let schema = writer.schema()
        (old, new) = (schema, writer.changed(schema))
        if Bool.random(using: &writer.generator) { swap(&old, &new) }
    }

    /// Smaller pairs: one part less on both sides, or one difference less.
    private var smaller: [RandomPair] {
        let names = old.order + new.order.filter { old.parts[$0] == nil }
        var result = names.map { name in
            var pair = self
            pair.old.remove(name)
            pair.new.remove(name)
            return pair
        }
        for name in names {
            guard let part = old.parts[name], let other = new.parts[name], part != other else { continue }
            var pair = self
            pair.new.set(name, part.sql, needs: part.needs)
            result.append(pair)
        }
        return result
    }

    /// The smallest pair that still fails, found by taking away one thing after the other.
    func shrunk(while fails: (RandomPair) async -> Bool) async -> RandomPair {
        var pair = self
        search: while true {
            for smaller in pair.smaller where await fails(smaller) {
                pair = smaller
                continue search
            }
            return pair
        }
    }
}
