import SchemaModel

/// The renames of a migration, by which a proof follows its rows.
struct RenamedNames: Sendable {
    /// Objects, old to new. What the server itself tells needs no entry.
    private(set) var objects: [ObjectID: ObjectID] = [:]
    /// Labels by their enum type after the renames, new to old.
    private(set) var labels: [ObjectID: [String: String]] = [:]

    static let none = RenamedNames([])

    init(_ renames: [Rename]) {
        for rename in renames {
            switch (rename.from, rename.to) {
            case (.object(let old), .object(let new)): objects[old] = new
            case (.label(let old, _), .label(let new, let type)): labels[type, default: [:]][new] = old
            case (.object, .label), (.label, .object): break
            }
        }
    }
}
