#!/usr/bin/env python3
"""Break one rule of the engine at a time, and report the breaks that no scenario notices.

usage: scripts/mutants.py [--only NAME]... [--filter TESTS] [--list]

Each mutant is one replacement in one file of Sources/SchemaEngine. It is built, the scenario suite runs, and the file is restored,
also when this program is interrupted. A mutant that the suite does not fail for survives: a scenario is missing. The exit status is
the number of mutants that survive.
"""

import argparse
import atexit
import os
import pathlib
import signal
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
ENGINE = ROOT / "Sources" / "SchemaEngine"

# Name, file, what stands there, what stands there in the mutant. The first occurrence is replaced; it must exist.
MUTANTS = [
    ("comment-without-lock", "Kinds/Comment.swift", "locks: context.lock(.shareUpdateExclusive, lockedRelation(object))", "locks: []"),
    ("drop-table-without-data-loss", "Kinds/Table.swift", "hazards: [.dataLoss])", "hazards: [])"),
    ("drop-column-without-data-loss", "Kinds/Column.swift", "fact[.generated] == nil ? [.dataLoss] : []", "[]"),
    ("index-not-concurrently", "Kinds/Support/IndexBuild.swift", '"UNIQUE " : "")INDEX CONCURRENTLY ', '"UNIQUE " : "")INDEX '),
    ("drop-index-not-concurrently", "Kinds/Index.swift", 'plainly ? "" : "CONCURRENTLY "', '""'),
    ("unique-index-cannot-fail", "Kinds/Support/IndexBuild.swift", "[.scan, .mayFailOnData]", "[.scan]"),
    ("check-validated-at-once", "Kinds/Support/ConstraintAddition.swift", 'add + " NOT VALID"', "add"),
    ("validate-without-hazard", "Kinds/Support/ConstraintAddition.swift", "hazards: [.scan, .mayFailOnData],", "hazards: [],"),
    ("foreign-key-locks-one-table", "Kinds/Support/ConstraintAddition.swift",
     "+ ConstraintText.referenced(fact).flatMap { context.lock(.shareRowExclusive, $0) },\n            reason", ",\n            reason"),
    ("not-null-without-check", "Kinds/Support/ColumnAlteration.swift", "if context.isNew(table) { return [Step(.alter, id, title:",
     "if true { return [Step(.alter, id, title:"),
    ("type-change-without-rewrite", "Kinds/Support/ColumnAlteration.swift", "[.rewrite, .scan, .mayFailOnData]", "[.scan, .mayFailOnData]"),
    ("type-change-forgets-default", "Kinds/Support/ColumnAlteration.swift", 'statements.append("\\(prefix) SET DEFAULT \\(expression)")',
     "_ = expression"),
    ("longer-varchar-rewrites", "Kinds/Support/TypeConversion.swift", "oldModifier <= newModifier", "oldModifier < 0"),
    ("collation-forgotten", "Kinds/Support/ColumnAlteration.swift", 'change += " COLLATE \\(collation)"', 'change += ""'),
    ("compression-locks-weakly", "Kinds/Support/ColumnAlteration.swift", "[.storage, .compression])", "[.storage])"),
    ("policy-always-permissive", "Kinds/Policy.swift", "RESTRICTIVE", "PERMISSIVE"),
    ("view-options-forgotten", "Kinds/View.swift", 'sql += " WITH (\\(options))"', 'sql += options.isEmpty ? options : ""'),
    ("sequence-cycle-forgotten", "Kinds/Sequence.swift", 'parts.append("CYCLE")', 'parts.append("NO CYCLE")'),
    ("enum-value-at-the-end", "Kinds/EnumType.swift", 'position = " AFTER', 'position = " BEFORE'),
    ("statistics-target-forgotten", "Kinds/Statistics.swift", "if let target = fact.integer(.statisticsTarget) {", "if let target = Int?.none {"),
    ("publication-filter-forgotten", "Kinds/PublicationTable.swift", 'sql += " WHERE (\\(filter))"', 'sql += ""'),
    ("column-privileges-not-restored", "Kinds/Grant.swift", "        restoreColumnPrivileges(&changes)\n", ""),
    ("group-without-transaction", "Planning/Plan.swift", "steps[index].group = group", "steps[index].group = nil"),
    ("owner-forgotten", "Planning/Plan.swift", "if action.verb == .drop, let remember", "if action.verb == .alter, let remember"),
]


def run(command, log):
    return subprocess.run(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT).returncode


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", default=[], help="the name of a mutant; can be repeated")
    parser.add_argument("--filter", default="SpecificationTests", help="the tests to run (default: %(default)s)")
    parser.add_argument("--list", action="store_true", help="list the mutants")
    arguments = parser.parse_args()
    if arguments.list:
        print("\n".join(name for name, *_ in MUTANTS))
        return 0
    unknown = set(arguments.only) - {name for name, *_ in MUTANTS}
    if unknown:
        sys.exit(f"mutants: there is no mutant {', '.join(sorted(unknown))}; --list names them")
    chosen = [mutant for mutant in MUTANTS if not arguments.only or mutant[0] in arguments.only]
    stale = [f"{name}: {file} has no text {old!r}" for name, file, old, _ in MUTANTS if old not in (ENGINE / file).read_text()]
    if stale:
        sys.exit("mutants: the list is out of date:\n  " + "\n  ".join(stale))

    restore = {}

    def restore_all():
        for path, text in restore.items():
            path.write_text(text)
        restore.clear()

    atexit.register(restore_all)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(130))

    swift = os.environ.get("SWIFT", "swift").split()
    survivors, broken = [], []
    logs = ROOT / ".build" / "mutants"
    logs.mkdir(parents=True, exist_ok=True)
    for name, file, old, new in chosen:
        path = ENGINE / file
        text = path.read_text()
        restore[path] = text
        path.write_text(text.replace(old, new, 1))
        with open(logs / f"{name}.log", "w") as log:
            if run([*swift, "build", "--build-tests"], log) != 0:
                broken.append(name)
                verdict = "does not compile: correct its entry"
            elif run([*swift, "test", "--skip-build", "--filter", arguments.filter], log) == 0:
                survivors.append(name)
                verdict = "SURVIVES"
            else:
                verdict = "killed"
        restore_all()
        print(f"mutants: {name}: {verdict}", flush=True)
    print(f"mutants: {len(chosen)} tried, {len(survivors)} survive, {len(broken)} do not compile; logs in .build/mutants")
    return len(survivors) + len(broken)


sys.exit(main())
