#!/usr/bin/env bash
# Breaks a migration off before each statement, forward and back, and runs it again. An argument N tries every N-th place only.
set -euo pipefail
cd "$(dirname "$0")/.."
swift build --product CrashBench
"$(swift build --show-bin-path)/CrashBench" "${1:-1}"
