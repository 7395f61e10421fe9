#!/usr/bin/env bash
# Writes 100 tables of 30 columns in the DSL and measures how long the compiler takes to type-check them.
# Usage: Benchmarks/dsl-typecheck.sh [TABLES] [COLUMNS]   (needs `swift build --target SchemaDSL` before)
set -euo pipefail
cd "$(dirname "$0")/.."
tables=${1:-100} columns=${2:-30}
modules=$(swift build --show-bin-path)/Modules
[ -e "$modules/SchemaDSL.swiftmodule" ] || { echo "Build SchemaDSL first: swift build --target SchemaDSL" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

types=(
    '.text).notNull()' '.integer).notNull().default(0)' '.timestamptz).notNull().default(.now)' '.boolean).default(false)'
    '.jsonb).default(.emptyObject)' '.varchar(255)).default("open")' '.numeric(10, 2))' '.bigint).notNull()' '.date)'
    '.array(of: .text)).default(.emptyArray)'
)
{
    echo 'import SchemaDSL'
    for ((t = 0; t < tables; t++)); do
        echo "final class Table$t: Table, Sendable {"
        echo '    let id = Column("id", .uuid).primaryKey().default(.genRandomUUID)'
        for ((c = 1; c < columns; c++)); do
            echo "    let c$c = Column(\"c$c\", ${types[$((c % 10))]}"
        done
        echo '    var body: TableBody {'
        echo '        Check(c10.in("open", "pending", "resolved"))'
        echo '        Check(c1.between(0...100))'
        echo '        Check(c1 > 0 && c10 != "closed" || c11 >= c1)'
        echo "        Index(\"t${t}_a\", on: c2.descending, c10, where: c3.isTrue)"
        echo "        Index(\"t${t}_b\", on: IndexKey(sql: \"lower(\\(c10))\"), unique: true)"
        echo '        Unique(c7, c8)'
        echo '        RowSecurity.enabled'
        echo '        Policy("read", for: .select, to: .authenticated, using: .always)'
        echo '    }'
        echo '}'
        echo "let table$t = Table$t()"
    done
    echo 'let schema = Schema("bench", tables: ['
    for ((t = 0; t < tables; t++)); do echo "    table$t,"; done
    echo '])'
} >"$work/Tables.swift"

echo "$tables tables of $columns columns, $(wc -l <"$work/Tables.swift") lines, $(swiftc --version 2>/dev/null | head -1)"
TIMEFORMAT='type-check: %R s wall, %U s user'
time swiftc -typecheck -swift-version 6 -parse-as-library -I "$modules" "$work/Tables.swift"
TIMEFORMAT='debug object: %R s wall, %U s user'
time swiftc -c -Onone -swift-version 6 -parse-as-library -module-name Tables -I "$modules" -o "$work/Tables.o" "$work/Tables.swift"
