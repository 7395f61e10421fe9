#!/usr/bin/env bash
# Installs what this package needs and this machine does not have yet: setup.sh [MAJOR…]
#
# Without arguments the servers of the whole test matrix: 17, which must be there or have a stand-in, and 18 and 15, without
# which their tests are skipped, by name. Needs root (or sudo without a password) only when something is missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=scripts/common.sh
. ./common.sh

command -v swift >/dev/null || die "there is no swift on PATH; install Swift 6.1 or later from https://www.swift.org/install"

if command -v apt-get >/dev/null; then
    apt_install libpq-dev libpg-query-dev libsqlite3-dev pkg-config || die "the libraries to build with are missing; see the lines above"
    apt_install graphviz || say "going on without Graphviz: \`plumb docs\` cannot draw, and its tests are skipped"
elif command -v brew >/dev/null; then
    if ! pkg-config --exists libpq 2>/dev/null && ! [ -d "$(brew --prefix libpq 2>/dev/null)" ]; then
        say "installing libpq with brew"
        brew install libpq pkg-config >&2
    fi
    if ! [ -d "$(brew --prefix libpg_query 2>/dev/null)" ]; then
        say "installing libpg_query with brew"
        brew install libpg_query >&2
    fi
    if ! command -v dot >/dev/null; then
        say "installing Graphviz with brew"
        brew install graphviz >&2 || say "going on without Graphviz: \`plumb docs\` cannot draw, and its tests are skipped"
    fi
else
    pkg-config --exists libpq 2>/dev/null ||
        die "install libpq and libpg_query with their headers, and pkg-config, with this system's package manager, then try again"
fi

if [ -n "${PLUMBLINE_TEST_URL:-}" ]; then
    say "PLUMBLINE_TEST_URL names a server, so none is installed"
    exit 0
fi

missing=()
majors=("$@")
[ ${#majors[@]} -gt 0 ] || majors=(17 18 15)
for major in "${majors[@]}"; do
    ./install-postgres.sh "$major" >/dev/null || missing+=("$major")
done
if [ ${#missing[@]} -gt 0 ]; then
    [ ${#missing[@]} -lt ${#majors[@]} ] || die "none of PostgreSQL ${majors[*]} could be installed; see the lines above"
    say "going on without PostgreSQL ${missing[*]}: what needs it will be skipped, or use another version, and say so"
fi
