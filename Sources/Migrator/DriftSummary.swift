import SchemaEngine
import SchemaModel

extension LiveDatabase.Comparison {
    /// Everything that differs, in few lines: the parts of an object that is missing, or not declared, are counted with it.
    ///
    /// A database that has nothing of the declaration yet is one line.
    package var summary: [String] {
        let missing = Set(drift.filter { $0.kind == .drop }.map(\.id))
        let objects = target.facts.keys.filter { $0.parent == nil }
        if !objects.isEmpty, missing.count == drift.count, missing.isSuperset(of: objects), renames.isEmpty, external.isEmpty {
            return ["nothing of the declaration exists here yet: \(counts(objects)) are missing"]
        }
        var lines = renames.map { "\($0.to): is still called \($0.from.name)" }
        let changed = Dictionary(drift.map { ($0.id, $0.kind) }, uniquingKeysWith: { first, _ in first })
        var parts: [ObjectID: Int] = [:]
        var whole: [Delta] = []
        for delta in drift {
            if delta.kind != .alter, let top = Self.ancestors(of: delta.id).last(where: { changed[$0] == delta.kind }) {
                parts[top, default: 0] += 1
            } else {
                whole.append(delta)
            }
        }
        lines += whole.map { delta in
            DeltaText.line(delta) + (parts[delta.id].map { ", with \($0) \($0 == 1 ? "part" : "parts")" } ?? "")
        }
        return lines + external
    }

    /// The objects that contain an object, the nearest first: its parents, and the schema that holds them.
    private static func ancestors(of id: ObjectID) -> [ObjectID] {
        var found: [ObjectID] = []
        var next = id.parent
        while let parent = next {
            found.append(parent)
            next = parent.parent
        }
        if let schema = id.root.schema { found.append(.schema(schema)) }
        return found
    }

    /// The objects of their own by kind, such as `2 schemas, 15 tables`.
    private func counts(_ ids: [ObjectID]) -> String {
        let grouped = Dictionary(grouping: ids.filter { $0.parent == nil }, by: \.kind)
        return grouped.sorted { $0.key < $1.key }.map { kind, ids in
            ids.count == 1 ? "1 \(kind)" : "\(ids.count) \(kind.plural)"
        }.joined(separator: ", ")
    }
}

extension ObjectKind {
    /// The plural of the word, such as `policies` and `aliases`.
    fileprivate var plural: String {
        if rawValue.hasSuffix("cy") || rawValue.hasSuffix("ry") { return rawValue.dropLast() + "ies" }
        if rawValue.hasSuffix("x") || rawValue.hasSuffix("ss") { return rawValue + "es" }
        return rawValue.hasSuffix("s") ? rawValue : rawValue + "s"
    }
}
