#!/usr/bin/env bash
# Breaks a migration off before each statement, forward and back, and runs it again. The arguments N and M try every N-th place only, from the M-th on.
set -euo pipefail
cd "$(dirname "$0")/.."
swift build --product CrashBench
"$(swift build --show-bin-path)/CrashBench" "$@"
