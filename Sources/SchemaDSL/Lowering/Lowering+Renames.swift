import SchemaModel

/// A declaration that may have had other names.
protocol NamedBefore {
    /// The earlier names, the oldest first.
    var earlierNames: [String] { get }
}

extension EnumType: NamedBefore {}
extension Domain: NamedBefore {}
extension DatabaseSequence: NamedBefore {}
extension Partition: NamedBefore {}
extension Function: NamedBefore {}
extension Aggregate: NamedBefore {}

extension Lowering {
    /// Earlier names of an object.
    mutating func renamed(_ id: ObjectID, from names: [String], _ location: SourceLocation?) {
        renamed(.object(id), from: names, location)
    }

    mutating func renamed(_ subject: Rename.Subject, from names: [String], _ location: SourceLocation?) {
        for name in names {
            nameLength(name, "earlier name of \(subject)", location)
            guard name != subject.name else {
                problem(.renameToItself, "\(subject) is renamed from its own name. Remove that name.", location)
                continue
            }
            renames.append(Rename(from: subject.named(name), to: subject, origin: location))
        }
    }

    /// Earlier names of the labels of an enum type.
    mutating func renamedLabels(_ type: EnumType, id: ObjectID) {
        for (label, name) in type.earlierLabels {
            guard type.labels.contains(label) else {
                problem(
                    .unknownLabel, "Enum \(id.path) has no label '\(label)' that could have had another name. Correct it.",
                    type.location)
                continue
            }
            renamed(.label(label, of: id), from: [name], type.location)
        }
    }

    /// Two names that were exchanged: nobody can tell whether that is done.
    mutating func checkRenames() {
        let cycle = Rename.cycle(in: renames)
        guard let first = cycle.first else { return }
        let path = (cycle + [first]).map(\.path).joined(separator: " -> ")
        problem(
            .renameCircle,
            "Renames lead in a circle (\(path)), so that nobody can tell whether they are done. Remove them, and give both to "
                + "`plumb generate` with --rename once.",
            renames.first { $0.to == first }?.origin)
    }
}
