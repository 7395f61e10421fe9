#!/usr/bin/env python3
"""Break one rule of the engine at a time, and report the breaks that no scenario notices.

usage: scripts/mutants.py [--only NAME]... [--major VERSION] [--list]

A mutant is one replacement in one file of Sources/SchemaEngine that takes effect only where the environment names it, so that all
of them are built at once. The sources are restored as soon as that build has ended, also when this program is interrupted. Then
the scenarios that should notice a mutant run with it switched on, each within --timeout seconds; before that, all of these
scenarios run without a mutant and must pass. A mutant that they do not fail for survives: a scenario is missing. The exit status
is 1 when a mutant survives.
"""

import argparse
import atexit
import os
import pathlib
import signal
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
ENGINE = ROOT / "Sources" / "SchemaEngine"
SWITCH = ENGINE / "Mutant.swift"
SWITCH_TEXT = """\
import Foundation

/// The rule that is broken on purpose; written by scripts/mutants.py, and removed by it.
enum Mutant {
    private static let name = ProcessInfo.processInfo.environment["PLUMBLINE_MUTANT"]
    static func isOn(_ mutant: String) -> Bool { mutant == name }
}
"""

# Name, file, what stands there, what stands there in the mutant (MUTANT: "this one is on"), and the scenarios that should notice,
# as parts of their paths. The first occurrence is replaced.
MUTANTS = [
    # Hazards and locks
    ("comment-without-lock", "Kinds/Comment.swift", "locks: context.lock(.shareUpdateExclusive, lockedRelation(object))",
     "locks: MUTANT ? [] : context.lock(.shareUpdateExclusive, lockedRelation(object))", "table/comment"),
    ("drop-table-without-data-loss", "Kinds/Table.swift", "hazards: [.dataLoss])", "hazards: MUTANT ? [] : [.dataLoss])",
     "table/drop-with-its-parts"),
    ("drop-column-without-data-loss", "Kinds/Column.swift", "fact[.generated] == nil && isKept ? [.dataLoss] : []",
     "!MUTANT && fact[.generated] == nil && isKept ? [.dataLoss] : []", "column/drop.sql"),
    ("attribute-without-data-loss", "Kinds/CompositeType.swift", "hazards: losesValues ? [.dataLoss] : []",
     "hazards: losesValues && !MUTANT ? [.dataLoss] : []", "composite/attribute-is-added"),
    ("unique-index-cannot-fail", "Kinds/Support/IndexBuild.swift", "hazards: unique ? [.scan, .mayFailOnData] : [.scan]",
     "hazards: unique && !MUTANT ? [.scan, .mayFailOnData] : [.scan]", "constraint/unique.sql"),
    ("validate-without-hazard", "Kinds/Support/ConstraintAddition.swift", "hazards: [.scan, .mayFailOnData],",
     "hazards: MUTANT ? [] : [.scan, .mayFailOnData],", "constraint/check.sql"),
    ("foreign-key-locks-one-table", "Kinds/Constraint.swift", "referenced(fact).flatMap {\n",
     "(MUTANT ? [] : referenced(fact)).flatMap {\n", "constraint/foreign-key.sql"),
    ("drop-table-locks-other-tables", "Kinds/Table.swift", ".filter { context.enclosedDrops[$0.id] != nil }",
     ".filter { MUTANT || context.enclosedDrops[$0.id] != nil }", "table/refer-to-each-other"),
    ("drop-table-locks-itself-alone", "Kinds/Table.swift", "return Set(keys.flatMap(ConstraintText.referenced))",
     "return Set((MUTANT ? [] : keys).flatMap(ConstraintText.referenced))", "table/drop-that-refers"),
    ("no-inherit-locks-children", "Kinds/Constraint.swift", "let locksOwnerAlone = isOwnersAlone",
     "let locksOwnerAlone = !MUTANT && isOwnersAlone", "constraint/check-no-inherit"),
    ("tree-is-not-locked", "Kinds/Support/Relations.swift", "where !locks.contains(more) {", "where !MUTANT && !locks.contains(more) {",
     "constraint/check-on-a-parent,partition/column-is-added"),
    ("default-partition-is-not-locked", "Kinds/Table.swift", 'state[$0]?.text(.partitionBound) == "DEFAULT"',
     'state[$0]?.text(.partitionBound) == (MUTANT ? "" : "DEFAULT")', "partition/create.sql"),
    ("type-change-without-rewrite", "Kinds/Support/ColumnAlteration.swift", "[.rewrite, .scan, .mayFailOnData]",
     "(MUTANT ? [.scan, .mayFailOnData] : [.rewrite, .scan, .mayFailOnData])", "type/text-to-int"),
    ("domain-s-base-type-rewrites", "Kinds/Support/TypeConversion.swift", "return id.sql == old && domain.text(.type) == new",
     "return !MUTANT && id.sql == old && domain.text(.type) == new", "domain/goes-and"),
    ("compression-locks-weakly", "Kinds/Support/ColumnAlteration.swift", "changed.isDisjoint(with: [.storage, .compression])",
     "changed.isDisjoint(with: MUTANT ? [] : [.storage, .compression])", "column/compression"),
    ("trigger-locks-weakly", "Kinds/Trigger.swift", "locks: locks(.shareRowExclusive, relation, context))\n        ]",
     "locks: locks(MUTANT ? .shareUpdateExclusive : .shareRowExclusive, relation, context))\n        ]", "trigger/create"),
    ("unlogged-does-not-rewrite", "Kinds/Support/TableAlteration.swift", "hazards: [.rewrite]))", "hazards: MUTANT ? [] : [.rewrite]))",
     "table/unlogged.sql"),
    ("materialized-view-reads-nothing", "Kinds/MaterializedView.swift", "hazards: [.scan]", "hazards: MUTANT ? [] : [.scan]",
     "materialized-view/create"),

    # Online recipes
    ("index-not-concurrently", "Kinds/Support/IndexBuild.swift", '"UNIQUE " : "")INDEX CONCURRENTLY ',
     '"UNIQUE " : "")INDEX \\(MUTANT ? "" : "CONCURRENTLY ")', "index/create.sql"),
    ("drop-index-not-concurrently", "Kinds/Index.swift", 'plainly ? "" : "CONCURRENTLY "', 'plainly || MUTANT ? "" : "CONCURRENTLY "',
     "index/drop.sql"),
    ("index-without-the-old-one", "Kinds/Index.swift", "isBuiltPlainly(relation, context) || after.isAttached {",
     "MUTANT || isBuiltPlainly(relation, context) || after.isAttached {",
     "index/definition-changes"),
    ("referenced-index-is-exchanged", "Kinds/Index.swift", "isReferenced: Self.isReferenced(after.id, context), context)",
     "isReferenced: !MUTANT && Self.isReferenced(after.id, context), context)", "index/unique-that-a-foreign-key-refers-to-changes"),
    ("check-validated-at-once", "Kinds/Support/ConstraintAddition.swift", 'add + " NOT VALID"', 'add + (MUTANT ? "" : " NOT VALID")',
     "constraint/check.sql"),
    ("not-null-without-check", "Kinds/Support/ColumnAlteration.swift", "if context.isNew(table) || !table.kind.hasRows {",
     "if MUTANT || context.isNew(table) || !table.kind.hasRows {", "column/set-not-null"),
    ("default-after-not-null", "Kinds/ColumnDefault.swift", "change.changed == [.notNull]", "!MUTANT, change.changed == [.notNull]",
     "column/becomes-required"),

    # What stays in place, and what is kept
    ("everything-is-replaced", "Planning/ChangeSet.swift", "case .steps:\n", 'case .steps where MUTANT: replace(id, because: "a mutant")\n            case .steps:\n',
     "function/body-changes.sql,policy/expression-changes,view/replaced-in-place"),
    ("longer-varchar-rewrites", "Kinds/Support/TypeConversion.swift", "oldModifier <= newModifier", "oldModifier <= newModifier && !MUTANT",
     "type/longer-varchar"),
    ("view-always-replaced", "Kinds/View.swift", "guard old == Array(new.prefix(old.count)) else",
     "guard !MUTANT, old == Array(new.prefix(old.count)) else", "view/replaced-in-place"),
    ("policy-always-replaced", "Kinds/Policy.swift", "!changed.contains(.command), !isRemoved else", "!changed.contains(.command), !isRemoved, !MUTANT else",
     "policy/roles-change"),
    ("trigger-state-replaces", "Kinds/Trigger.swift", "if changed == [.enabled] {", "if !MUTANT, changed == [.enabled] {", "trigger/is-disabled"),
    ("rule-always-replaced", "Kinds/Rule.swift", "definition.hasPrefix(create) else", "definition.hasPrefix(create), !MUTANT else",
     "rule/definition-changes"),
    ("statistics-target-replaces", "Kinds/Statistics.swift", "guard changed == [.statisticsTarget] else",
     "guard !MUTANT, changed == [.statisticsTarget] else", "statistics/target-changes"),
    ("deferral-replaces-the-key", "Kinds/Constraint.swift", "if after.constraintType == .foreignKey, !rest.isDisjoint(with: deferral),",
     "if !MUTANT, after.constraintType == .foreignKey, !rest.isDisjoint(with: deferral),", "foreign-key-becomes-deferrable"),
    ("extension-converts-columns", "Kinds/Extension.swift", "guard let old = before.text(.type), let new = after.text(.type), old != new else",
     "guard !MUTANT, let old = before.text(.type), let new = after.text(.type), old != new else", "extension/moves"),
    ("column-privileges-not-restored", "Kinds/Grant.swift", "        restoreColumnPrivileges(&changes)\n",
     "        if !MUTANT { restoreColumnPrivileges(&changes) }\n", "grant/column-s-stays"),
    ("defaults-for-new-objects-ignored", "Kinds/Grant.swift", "for before in initial.grants(on: id) {",
     "for before in initial.grants(on: id) where !MUTANT {", "default-privileges/new-table-must-not"),
    ("owner-forgotten", "Planning/Plan.swift", "if action.verb == .drop, let remember", "if !MUTANT, action.verb == .drop, let remember",
     "policy/command-changes,aggregate/result-type"),
    ("identity-starts-again", "Kinds/Support/ColumnAlteration.swift",
     "statements += [SequencePosition.afterRows(of: after, follows: follows)]",
     "statements += MUTANT ? [] : [SequencePosition.afterRows(of: after, follows: follows)]", "column/serial-becomes-identity"),
    ("type-change-forgets-default", "Kinds/Support/ColumnAlteration.swift", "if movesDefault, let expression",
     "if !MUTANT, movesDefault, let expression", "enum/goes-and"),
    ("rebuild-forgets-default", "Kinds/Support/TypeRebuild.swift", "statements += sets + text.castDrops", "statements += (MUTANT ? [] : sets) + text.castDrops",
     "enum/value-is-removed-under-a-default"),

    # What a statement says
    ("collation-forgotten", "Kinds/Support/ColumnAlteration.swift", 'if let collation = after.text(.collation) { change',
     'if !MUTANT, let collation = after.text(.collation) { change', "column/collation"),
    ("policy-always-permissive", "Kinds/Policy.swift", "if fact.bool(.restrictive) {", "if !MUTANT, fact.bool(.restrictive) {", "policy/becomes-restrictive"),
    ("with-check-forgotten", "Kinds/Policy.swift", "if let check = fact.text(.withCheck) {", "if !MUTANT, let check = fact.text(.withCheck) {", "policy/drop"),
    ("view-options-forgotten", "Kinds/View.swift", "if let options = OptionsText.list(fact) {", "if !MUTANT, let options = OptionsText.list(fact) {",
     "view/create-with-options"),
    ("sequence-cycle-forgotten", "Kinds/Sequence.swift", 'parts.append("CYCLE")', 'parts.append(MUTANT ? "NO CYCLE" : "CYCLE")', "sequence/every-option"),
    ("enum-value-at-the-end", "Kinds/EnumType.swift", 'position = " AFTER', 'position = MUTANT ? "" : " AFTER', "enum/value-in-the-middle"),
    ("statistics-target-forgotten", "Kinds/Statistics.swift", "if let target = fact.integer(.statisticsTarget) {",
     "if !MUTANT, let target = fact.integer(.statisticsTarget) {", "statistics/create-with-a-target"),
    ("publication-filter-forgotten", "Kinds/PublicationTable.swift", "if let filter = fact.text(.filter) {", "if !MUTANT, let filter = fact.text(.filter) {",
     "publication/filter-changes"),
    ("leakproof-forgotten", "Kinds/Function.swift", "if fact.bool(.leakproof) {", "if !MUTANT, fact.bool(.leakproof) {", "function/volatility"),
    ("domain-not-null-forgotten", "Kinds/Domain.swift", "if fact.bool(.notNull) {", "if !MUTANT, fact.bool(.notNull) {", "domain/"),
    ("force-row-security-forgotten", "Kinds/Support/TableAlteration.swift", "if changed.contains(.forceRowSecurity) {", "if !MUTANT, changed.contains(.forceRowSecurity) {",
     "table/force-row"),

    # Order and transactions
    ("group-without-transaction", "Planning/Plan.swift", "steps[index].group = group", "steps[index].group = MUTANT ? nil : group", "policy/command-changes"),
    ("drops-come-first", "Planning/Ranking.swift", "phase = makesRoom.contains(node) ? 1 : 3", "phase = MUTANT ? 0 : makesRoom.contains(node) ? 1 : 3",
     "column/is-renamed,constraint/is-renamed"),
    ("builds-do-not-wait", "Planning/Ranking.swift", "case _ where kind.isBuiltLate(action.id, changes) && !isNewRoot",
     "case _ where !MUTANT && kind.isBuiltLate(action.id, changes) && !isNewRoot", "index/waits"),
    ("names-do-not-conflict", "Planning/ActionGraph.swift", "        addNameConflicts(&graph)\n", "        if !MUTANT { addNameConflicts(&graph) }\n",
     "view/becomes-a-table,table/becomes-a-view,materialized-view/becomes"),
    ("dependents-stay", "Planning/ChangeSet.swift", "for id in drops.sorted() where to[id] == nil {", "for id in drops.sorted() where to[id] == nil && !MUTANT {",
     "view/,table/,function/"),
    ("logged-in-any-order", "Kinds/Table.swift", "if after.isUnlogged { edges.before(other) } else { edges.after(other) }",
     "if MUTANT { continue } else if after.isUnlogged { edges.before(other) } else { edges.after(other) }", "table/unlogged-with"),
    ("range-before-its-views", "Kinds/Support/DependentRebuild.swift", "guard verb == .alter else { return }", "guard !MUTANT, verb == .alter else { return }",
     "range/subtype"),
    ("included-column-leaves-foreign-keys", "Kinds/Support/IncludedColumn.swift", "where changes.to[key] != nil {",
     "where !MUTANT && changes.to[key] != nil {", "constraint/column-included"),
    ("foreign-key-goes-in-any-order", "Kinds/Constraint.swift", "if verb == .drop { addEdgesOfRemoval(id, &edges) }",
     "if verb == .drop, !MUTANT { addEdgesOfRemoval(id, &edges) }", "constraint/foreign-key-that-is-bound"),
    ("validation-in-the-exchange", "Planning/Plan.swift", "created.contains(step.object) && step.isTransactional && step.readsUnderWeakLock",
     "!MUTANT && created.contains(step.object) && step.isTransactional && step.readsUnderWeakLock", "constraint/two-keys-with-foreign-keys"),
    ("types-of-a-foreign-key-in-any-order", "Kinds/Support/ForeignKeyTypes.swift", "if isImplicit(referring.from, referenced.to) {",
     "if MUTANT { return [] }\n        if isImplicit(referring.from, referenced.to) {", "type/of-both-ends"),
    ("foreign-keys-in-a-ring-stay", "Kinds/Support/ForeignKeyTypes.swift", "guard !reaches(second, first) else {",
     "guard MUTANT || !reaches(second, first) else {", "type/of-two-keys"),
    ("predicate-over-another-type-stays", "Kinds/Index.swift", "guard delta.changed.contains(.body), let before = delta.before",
     "guard !MUTANT, delta.changed.contains(.body), let before = delta.before", "index/predicate-over-a-column"),
    ("other-form-of-a-function-in-place", "Kinds/Support/Overloads.swift", "return gone.contains { old in", "return !MUTANT && gone.contains { old in",
     "function/another-form"),
    ("typed-table-adds-its-columns", "Kinds/Support/TypedTable.swift", "guard let name = from[table]?.text(.ofType)",
     "guard !MUTANT, let name = from[table]?.text(.ofType)", "table/of-a-type-that-gains"),
    ("bounds-move-under-a-foreign-key", "Kinds/Support/PartitionBounds.swift", "where changes.to[key] != nil && changes.replaced[key] == nil {",
     "where !MUTANT && changes.to[key] != nil && changes.replaced[key] == nil {", "partition/bounds-change-under"),
    ("check-of-a-domain-in-arrays-in-place", "Kinds/Support/TypeRebuild.swift", "return isStricter(id, before, after, from, to) &&",
     "return !MUTANT && isStricter(id, before, after, from, to) &&", "domain/check-of-a-domain-inside"),
    ("partition-key-changes-its-type-in-place", "Kinds/Support/TableCopy.swift", "if before[.partitionBy] != after[.partitionBy] { return true }",
     "if MUTANT || before[.partitionBy] != after[.partitionBy] { return before[.partitionBy] != after[.partitionBy] }",
     "partition/key-gets-another-type"),
    ("enum-of-a-partition-key-is-rebuilt", "Kinds/Support/TypeRebuild.swift", "guard let column, let table = column.id.parent else { return nil }",
     "guard !MUTANT, let column, let table = column.id.parent else { return nil }", "partition/key-has-an-enum"),
    ("key-of-a-partition-is-built-late", "Kinds/Support/ConstraintAddition.swift", "let isReplacedPart = fact.isAttached &&",
     "let isReplacedPart = !MUTANT && fact.isAttached &&", "partition/key-under-a-foreign-key"),
    ("default-of-the-old-parent-stays", "Kinds/Support/TableAlteration.swift", "statements += defaultsOfNewParents",
     "statements += MUTANT ? [] : defaultsOfNewParents", "table/inherits-from-another"),
]


def mutated(text, mutants):
    """The text of a file with all its mutants; their places must not overlap."""
    places = []
    for name, file, old, new, _ in mutants:
        start = text.find(old)
        if start < 0:
            sys.exit(f"mutants: the entry {name} is out of date: {file} has no text {old!r}")
        places.append((start, start + len(old), name, new))
    places.sort()
    for (_, end, name, _), (start, _, other, _) in zip(places, places[1:]):
        if start < end:
            sys.exit(f"mutants: the entries {name} and {other} change the same place")
    for start, end, name, new in reversed(places):
        text = text[:start] + new.replace("MUTANT", f'Mutant.isOn("{name}")') + text[end:]
    return text


def build(mutants, swift, log):
    """Builds the tests with all mutants in the engine, and gives the sources back."""
    originals = {}

    def restore():
        for path, text in originals.items():
            path.write_text(text)
        originals.clear()
        SWITCH.unlink(missing_ok=True)

    atexit.register(restore)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(130))
    files = sorted({mutant[1] for mutant in mutants})
    texts = {ENGINE / file: mutated((ENGINE / file).read_text(), [m for m in mutants if m[1] == file]) for file in files}
    for path, text in texts.items():
        originals[path] = path.read_text()
        path.write_text(text)
    SWITCH.write_text(SWITCH_TEXT)
    status = subprocess.run([*swift, "build", "--build-tests"], cwd=ROOT, stdout=log, stderr=subprocess.STDOUT).returncode
    restore()
    return status


def run(swift, name, scenarios, major, timeout, log):
    """Whether the scenarios pass with a mutant; None when they take too long."""
    environment = dict(os.environ, PLUMBLINE_MUTANT=name, SCENARIOS=scenarios)
    command = [*swift, "test", "--skip-build", "--filter", f"SpecificationTests/on{major}"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, env=environment, start_new_session=True)
    try:
        return process.wait(timeout) == 0
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
        return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", default=[], help="the name of a mutant; can be repeated")
    parser.add_argument("--major", default="17", help="the PostgreSQL version to run on (default: %(default)s)")
    parser.add_argument("--timeout", type=int, default=120, help="seconds for the scenarios of one mutant (default: %(default)s)")
    parser.add_argument("--list", action="store_true", help="list the mutants")
    arguments = parser.parse_args()
    if arguments.list:
        print("\n".join(name for name, *_ in MUTANTS))
        return 0
    unknown = set(arguments.only) - {name for name, *_ in MUTANTS}
    if unknown:
        sys.exit(f"mutants: there is no mutant {', '.join(sorted(unknown))}; --list names them")
    chosen = [mutant for mutant in MUTANTS if not arguments.only or mutant[0] in arguments.only]
    swift = os.environ.get("SWIFT", "swift").split()
    logs = ROOT / ".build" / "mutants"
    logs.mkdir(parents=True, exist_ok=True)
    with open(logs / "build.log", "w") as log:
        if build(MUTANTS, swift, log) != 0:
            sys.exit("mutants: the engine with its mutants does not build; see .build/mutants/build.log")
    print(f"mutants: {len(MUTANTS)} built", flush=True)
    with open(logs / "none.log", "w") as log:
        if not run(swift, "", ",".join(sorted({mutant[4] for mutant in chosen})), arguments.major, 20 * arguments.timeout, log):
            sys.exit("mutants: the scenarios fail without a mutant; see .build/mutants/none.log")
    survivors = []
    for name, _, _, _, scenarios in chosen:
        start = time.monotonic()
        with open(logs / f"{name}.log", "w") as log:
            passed = run(swift, name, scenarios, arguments.major, arguments.timeout, log)
        if passed:
            survivors.append(name)
        verdict = "SURVIVES" if passed else "killed (timed out)" if passed is None else "killed"
        print(f"mutants: {name}: {verdict} in {time.monotonic() - start:.0f} s", flush=True)
    print(f"mutants: {len(chosen)} tried, {len(survivors)} survive; logs in .build/mutants")
    return 1 if survivors else 0


sys.exit(main())
