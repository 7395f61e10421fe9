#!/usr/bin/env bash
# All benchmarks, in release mode. Each prints a ratio against a reference in the same run.
set -euo pipefail
cd "$(dirname "$0")/.."
swift build --configuration release --product Benchmark
swift build --configuration release --product CheckBenchmark
"$(swift build --configuration release --show-bin-path)/Benchmark"
swift build --target SchemaDSL
Benchmarks/dsl-typecheck.sh
