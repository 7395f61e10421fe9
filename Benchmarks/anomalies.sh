#!/bin/sh
# False alarms and detections of checks on anomalies, on simulated histories: see anomalies.md.
set -eu
cd "$(dirname "$0")/.."
swift build -c release --product AnomalyBenchmark
exec .build/release/AnomalyBenchmark "$@"
