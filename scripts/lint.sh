#!/usr/bin/env bash
# What `make lint` checks: format and rules of the Swift sources, and that nothing in them depends on one machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/common.sh
. scripts/common.sh

sources=(Sources Tests Package.swift)
for folder in Benchmarks Examples; do [ ! -d "$folder" ] || sources+=("$folder"); done
failed=()

swift format lint --strict --recursive --parallel "${sources[@]}" || failed+=("swift format (make format repairs most of it)")

# Scripts must at least be read by the shell that runs them; shellcheck says more where it is installed.
scripts=(scripts/*.sh .ci/run)
for script in "${scripts[@]}"; do bash -n "$script" || failed+=("$script"); done
if command -v shellcheck >/dev/null; then
    shellcheck --external-sources "${scripts[@]}" || failed+=("shellcheck")
fi

# The engine's list of catalog columns is made from the tests' list.
scripts/known-catalog.sh --check || failed+=("scripts/known-catalog.sh")

# The public API: small, and all of it documented.
while IFS= read -r line; do
    failed+=("$line")
done < <(scripts/public-api.py || [ $? = 1 ] || echo "scripts/public-api.py could not run")

# Each project has the release of the history that its migrations were written with.
for copy in Examples/*/migrations/plumbline.sql Examples/*/*/migrations/plumbline.sql; do
    [ ! -f "$copy" ] || cmp -s migrations/plumbline.sql "$copy" || failed+=("$copy differs from migrations/plumbline.sql: copy it")
done

# A declaration too long to read: comments count, they are read as well.
while IFS= read -r line; do
    failed+=("longer than 130 columns: $line")
done < <(find Sources/Sandbox/Preludes -name '*.sql' -exec awk 'length > 130 { print FILENAME ":" FNR }' {} +)

# The words that people read: one list for sources and pages. The documents that seed-deviations.md quotes have their own.
while IFS=$'\t' read -r pattern advice; do
    [ -n "$pattern" ] && [[ "$pattern" != \#* ]] || continue
    while IFS= read -r line; do
        failed+=("${line:0:160} (write: $advice)")
    done < <(grep -rniE --include='*.swift' --include='*.mustache' --include='*.md' --include='*.sh' --exclude-dir=.build -- "$pattern" \
        Sources Tests Benchmarks docs scripts README.md CHANGELOG.md CONTRIBUTING.md Examples | grep -v '^docs/seed-deviations\.md:' || true)
done <scripts/words.tsv

# The articles: links that lead nowhere. Without symbol graphs DocC does not know the module itself.
if docc="$(command -v docc)"; then
    pages="$(mktemp -d)"
    trap 'rm -rf "$pages"' EXIT
    while IFS= read -r line; do
        failed+=("docc: $line")
    done < <("$docc" convert Sources/Plumbline/Plumbline.docc --fallback-display-name Plumbline \
        --fallback-bundle-identifier plumbline --output-path "$pages/docs" 2>&1 | grep -E '^(warning|error)' |
        grep -v "No symbol matched 'Plumbline'" || true)
fi

if [ ${#failed[@]} -gt 0 ]; then
    for problem in "${failed[@]}"; do say "lint: $problem"; done
    exit 1
fi
say "lint: nothing to say"
