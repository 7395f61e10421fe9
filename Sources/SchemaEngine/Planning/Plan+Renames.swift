import Foundation
package import SchemaModel

extension Plan {
    /// The plan that renames first and then does the rest, from the state that the renames lead to.
    ///
    /// Renames take short locks and run in one transaction; functions whose bodies follow them are replaced in the same.
    package init(renaming renames: [Step], then rest: Plan, to target: CatalogState) {
        guard !renames.isEmpty else {
            self = rest
            return
        }
        let touched = Set(rest.deltas.map(\.id))
        let parts = Self.divided(rest, touched, target)
        var first = renames + parts.renames
        Self.note(&first, unchanged: target.facts.values.filter { !touched.contains($0.id) }, in: target)
        self.init(
            steps: Self.grouped(first + parts.bodies, number: (parts.others.compactMap(\.group).min() ?? 1) - 1) + parts.others,
            deltas: rest.deltas)
    }

    /// The plan that leads back: the rest first, and the renames undone at the end, the newest first.
    package init(_ rest: Plan, thenUndoing renames: [Step], to target: CatalogState) {
        guard !renames.isEmpty else {
            self = rest
            return
        }
        let undo = renames.reversed().flatMap { step -> [Step] in
            guard case .steps(let back)? = step.reverse else { return [] }
            return back
        }
        let touched = Set(rest.deltas.map(\.id))
        let parts = Self.divided(rest, touched, target)
        // Other steps may name what is renamed before them, so that all is one transaction only where there are none.
        let isRenamesOnly = parts.others.isEmpty
        let others = isRenamesOnly ? [] : rest.steps.filter { !Self.isBodyOnly($0, touched, target) }
        let last = parts.bodies + (isRenamesOnly ? parts.renames : []) + undo
        self.init(
            steps: others + Self.grouped(last, number: (others.compactMap(\.group).max() ?? 0) + 1), deltas: rest.deltas)
    }

    /// The renames of a plan, what replaces the texts of programs beside them, and the rest.
    private static func divided(
        _ plan: Plan, _ touched: Set<ObjectID>, _ target: CatalogState
    ) -> (renames: [Step], bodies: [Step], others: [Step]) {
        let group = plan.steps.first { $0.rename != nil }?.group
        func isFree(_ step: Step) -> Bool { step.group == nil || step.group == group }
        var (renames, bodies, others): ([Step], [Step], [Step]) = ([], [], [])
        // A rename may be possible only after other changes of its object, such as that of what a partition has from its parent.
        var changed: Set<ObjectID> = []
        for step in plan.steps {
            if isFree(step), step.rename != nil, !changed.contains(step.object.root) {
                renames.append(step)
            } else if isFree(step), isBodyOnly(step, touched, target) {
                bodies.append(step)
            } else {
                others.append(step)
                changed.insert(step.object.root)
            }
        }
        return (renames, bodies, others)
    }

    /// The objects that the plan renames.
    package var renames: [Rename] { steps.compactMap(\.rename) }

    private static func grouped(_ steps: [Step], number: Int) -> [Step] {
        guard steps.count > 1 else { return steps }
        return steps.map { step in
            var step = step
            step.group = number
            return step
        }
    }

    /// True when a step replaces a program's text and needs nothing else of the plan.
    private static func isBodyOnly(_ step: Step, _ touched: Set<ObjectID>, _ target: CatalogState) -> Bool {
        guard step.verb == .alter, step.rename == nil, step.isTransactional,
            step.object.kind.definition.hasOpaqueText, let fact = target[step.object]
        else { return false }
        return fact.dependencies.isDisjoint(with: touched)
    }

    // MARK: Texts that do not follow

    /// Notes which texts of programs have an old name and stay as they are: PostgreSQL does not look into them.
    private static func note(_ steps: inout [Step], unchanged facts: [Fact], in target: CatalogState) {
        let texts = facts.filter { $0.id.kind.definition.hasOpaqueText }.sorted { $0.id < $1.id }
            .compactMap { fact in (fact.text(.source) ?? fact.text(.command)).map { (fact, $0) } }
        for index in steps.indices {
            guard let rename = steps[index].rename, let id = rename.from.object, id.parent == nil || id.parent?.signature == nil
            else { continue }
            let mentions = texts.filter { fact, text in
                guard text.mentions(id.name) else { return false }
                // The name of a part alone says little; a trigger names its table nowhere.
                guard let parent = id.parent else { return true }
                return text.mentions(parent.name) || fact.text(.result) == "trigger"
            }
            guard !mentions.isEmpty, !id.kind.definition.isRenamedUnasked else { continue }
            let list = mentions.map(\.0.id.description).joined(separator: ", ")
            steps[index].reason = "\(id.name) stands in the text of \(list), which this plan does not change"
        }
    }
}

extension String {
    /// True when a name stands in a text as a word.
    func mentions(_ name: String) -> Bool {
        func isPart(_ character: Character) -> Bool { character.isLetter || character.isNumber || character == "_" }
        var rest = self[...]
        while let found = rest.range(of: name) {
            let before = found.lowerBound == startIndex ? nil : self[index(before: found.lowerBound)]
            let after = found.upperBound == endIndex ? nil : self[found.upperBound]
            if before.map(isPart) != true, after.map(isPart) != true { return true }
            rest = self[found.upperBound...]
        }
        return false
    }
}

/// Objects that differ in nothing but the name.
enum UnaskedRenames {
    /// Pairs of one that goes and one that is new, of kinds that hold nothing but what is declared.
    static func find(from: CatalogState, to: CatalogState) -> [Rename] {
        var created = to.facts.values.filter { fact in
            from.facts[fact.id] == nil && fact.id.kind.definition.isRenamedUnasked && isPartOfBoth(fact.id, from, to)
        }.sorted { $0.id < $1.id }
        guard !created.isEmpty else { return [] }
        var gone = from.facts.values.filter { fact in
            to.facts[fact.id] == nil && fact.id.kind.definition.isRenamedUnasked && isPartOfBoth(fact.id, from, to)
        }.sorted { $0.id < $1.id }
        guard !gone.isEmpty else { return [] }
        let together = Dictionary(grouping: (created + gone).map(\.id), by: \.kind).flatMap { kind, ids in
            kind.definition.renamedTogether(ids, from: from, to: to)
        }
        if !together.isEmpty {
            created.removeAll { together.contains($0.id) }
            gone.removeAll { together.contains($0.id) }
        }
        let taken = Set(from.facts.values.flatMap { $0.id.kind.definition.namespaces($0) })
        return created.compactMap { fact in
            guard
                let index = gone.firstIndex(where: {
                    $0.id.kind == fact.id.kind && $0.id.parent == fact.id.parent && $0.id.schema == fact.id.schema
                        && $0.compared == fact.compared
                })
            else { return nil }
            // The place that the object itself has, such as that of a table's only primary key, is free for it.
            let others = taken.subtracting(gone[index].id.kind.definition.namespaces(gone[index]))
            guard others.isDisjoint(with: fact.id.kind.definition.namespaces(fact)) else { return nil }
            return Rename(from: .object(gone.remove(at: index).id), to: .object(fact.id))
        }
    }

    private static func isPartOfBoth(_ id: ObjectID, _ from: CatalogState, _ to: CatalogState) -> Bool {
        id.parent.map { from.facts[$0] != nil && to.facts[$0] != nil } ?? true
    }

    /// The state after such renames. No expression names what is renamed here, so that no server is needed.
    static func renamed(_ state: CatalogState, _ renames: [Rename]) -> CatalogState {
        var ids: [ObjectID: ObjectID] = [:]
        var paths: [Value: Value] = [:]
        for rename in renames {
            guard let old = rename.from.object, let new = rename.to.object else { continue }
            ids[old] = new
            if let table = old.parent, let schema = table.schema {
                paths[.texts([schema, table.name, old.name])] = .texts([schema, table.name, new.name])
            }
        }
        var result = state.renaming(ids)
        // The parts of partitions name their parent's.
        for (id, fact) in result.facts {
            if let path = fact[.attachedTo], let new = paths[path] { result.facts[id]?[.attachedTo] = new }
        }
        return result
    }
}
