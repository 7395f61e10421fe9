#!/usr/bin/env python3
"""Times the twelve checks of Benchmarks/Checks by plumb, Soda, dbt and Great Expectations, against one statement by hand.

    Benchmarks/rivals.py --url postgresql://postgres@127.0.0.1:5432/postgres [--plumb .build/release/CheckBenchmark] [--rounds 3]
        [--tools plumb,soda,dbt,gx]

All take turns in one run, so that a busy or a slow machine slows all of them, and medians are compared. Each is timed as a process, from
its start to its end, first on clean data, then with eight of the twelve checks failing. A tool that does not find exactly the checks that fail is an
error. The tools are installed from PyPI into the user's cache folder. The database is made on the server that --url names, and dropped after.
"""

import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
REGEX = r"^[^\s@]+@[^\s@]+\.[^\s@]+$"
# Soda imports setuptools without requiring it.
PACKAGES = {
    "soda": ["soda-core-postgres==3.5.6", "setuptools<81"],
    "dbt": ["dbt-core==1.10.23", "dbt-postgres==1.9.1"],
    "gx": ["great_expectations[postgresql]==1.24.1"],
}
DATES = "created_at <= updated_at AND (resolved_at IS NULL OR resolved_at >= created_at)"
# What Benchmarks/Checks/faults.sql breaks.
FAILING = 8


def environment(tool):
    """The folder of a tool's own Python, made once."""
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "plumbline" / "rivals" / tool
    if not (cache / "complete").exists():
        subprocess.run([sys.executable, "-m", "venv", cache], check=True)
        subprocess.run([cache / "bin" / "pip", "install", "--quiet", *PACKAGES[tool]], check=True)
        (cache / "complete").touch()
    return cache / "bin"


class Database:
    def __init__(self, url):
        parts = urllib.parse.urlsplit(url)
        self.host, self.port = parts.hostname or "localhost", parts.port or 5432
        self.user, self.password = parts.username or "postgres", parts.password or ""
        self.name = parts.path.lstrip("/")
        self.url = url

    def other(self, name):
        return Database(urllib.parse.urlunsplit(urllib.parse.urlsplit(self.url)._replace(path="/" + name)))

    def psql(self, *arguments):
        subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", self.url, *arguments], check=True, stdout=subprocess.DEVNULL)


def soda(folder, database):
    (folder / "configuration.yml").write_text(f"""
data_source bench:
  type: postgres
  host: {database.host}
  port: {database.port}
  username: {database.user}
  password: "{database.password}"
  database: {database.name}
  schema: analytics
""")
    (folder / "checks.yml").write_text(f"""
checks for conversation_analytics:
  - invalid_count(chatwoot_conversation_id) = 0:
      valid min: 1
  - invalid_count(customer_email) = 0:
      valid regex: '{REGEX}'
  - invalid_count(status) = 0:
      valid values: [open, pending, resolved]
  - invalid_count(draft_confidence_score) = 0:
      valid min: 0
      valid max: 100
  - missing_count(customer_email) = 0
  - failed rows:
      name: dates in order
      fail condition: NOT ({DATES})
  - failed rows:
      name: attributes are objects
      fail condition: jsonb_typeof(custom_attributes) <> 'object'
  - invalid_count(category) = 0:
      valid values: [order, product, return, general]
  - invalid_count(csat_rating) = 0:
      valid min: 1
      valid max: 5
  - duplicate_count(chatwoot_conversation_id) = 0
  - values in (customer_email) must exist in customer_interaction_history (customer_email)
  - freshness(synced_at) < 1000d
""")
    command = [environment("soda") / "soda", "scan", "-d", "bench", "-c", "configuration.yml", "checks.yml"]

    def failed(output):
        found = re.search(r"(\d+)/12 checks FAILED", output)
        return int(found[1]) if found else 0 if "All is good" in output else None

    return command, {"SODA_CORE_TELEMETRY_ENABLED": "false"}, failed


def dbt(folder, database):
    (folder / "models").mkdir()
    (folder / "tests").mkdir()
    (folder / "dbt_project.yml").write_text("name: bench\nversion: '1.0'\nprofile: bench\n")
    (folder / "profiles.yml").write_text(f"""
bench:
  target: bench
  outputs:
    bench: {{type: postgres, host: {database.host}, port: {database.port}, user: {database.user}, password: "{database.password}",
            dbname: {database.name}, schema: analytics, threads: 2}}
""")
    (folder / "models" / "sources.yml").write_text("""
sources:
  - name: analytics
    tables:
      - name: conversation_analytics
        columns:
          - {name: status, data_tests: [{accepted_values: {values: [open, pending, resolved]}}]}
          - {name: category, data_tests: [{accepted_values: {values: [order, product, return, general]}}]}
          - {name: chatwoot_conversation_id, data_tests: [unique]}
          - name: customer_email
            data_tests:
              - not_null
              - relationships: {to: "source('analytics', 'customer_interaction_history')", field: customer_email}
      - name: customer_interaction_history
""")
    table = "{{ source('analytics', 'conversation_analytics') }}"
    for name, condition in {
        "conversation_positive": "(chatwoot_conversation_id > 0) IS NOT TRUE",
        "email_format": f"customer_email !~ '{REGEX}'",
        "score": "draft_confidence_score NOT BETWEEN 0 AND 100",
        "dates": f"NOT ({DATES})",
        "attributes": "jsonb_typeof(custom_attributes) <> 'object'",
        "rating": "csat_rating NOT BETWEEN 1 AND 5",
    }.items():
        (folder / "tests" / f"{name}.sql").write_text(f"SELECT id FROM {table} WHERE {condition}\n")
    (folder / "tests" / "freshness.sql").write_text(
        f"SELECT 1 FROM (SELECT max(synced_at) AS newest FROM {table}) AS t WHERE newest < now() - interval '1000 days'\n")
    command = [environment("dbt") / "dbt", "--no-use-colors", "test", "--profiles-dir", "."]

    def failed(output):
        found = re.search(r"PASS=(\d+) WARN=0 ERROR=(\d+) SKIP=0", output)
        return int(found[2]) if found and int(found[1]) + int(found[2]) == 12 else None

    return command, {"DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}, failed


def gx(folder, database):
    (folder / "suite.py").write_text(f"""
import datetime, json
import great_expectations as gx
import great_expectations.expectations as e

context = gx.get_context(mode="ephemeral")
password = {database.password!r}
source = context.data_sources.add_postgres(
    "bench", connection_string="postgresql+psycopg2://{database.user}" + (":" + password if password else "")
    + "@{database.host}:{database.port}/{database.name}")
asset = source.add_table_asset("conversations", table_name="conversation_analytics", schema_name="analytics")
batch = asset.add_batch_definition_whole_table("all").get_batch()
suite = gx.ExpectationSuite("bench", expectations=[
    e.ExpectColumnValuesToBeBetween(column="chatwoot_conversation_id", min_value=0, strict_min=True),
    e.ExpectColumnValuesToMatchRegex(column="customer_email", regex={REGEX!r}),
    e.ExpectColumnValuesToBeInSet(column="status", value_set=["open", "pending", "resolved"]),
    e.ExpectColumnValuesToBeBetween(column="draft_confidence_score", min_value=0, max_value=100),
    e.ExpectColumnValuesToNotBeNull(column="customer_email"),
    e.UnexpectedRowsExpectation(unexpected_rows_query="SELECT id FROM {{batch}} WHERE NOT ({DATES})"),
    e.UnexpectedRowsExpectation(unexpected_rows_query="SELECT id FROM {{batch}} WHERE jsonb_typeof(custom_attributes) <> 'object'"),
    e.ExpectColumnValuesToBeInSet(column="category", value_set=["order", "product", "return", "general"]),
    e.ExpectColumnValuesToBeBetween(column="csat_rating", min_value=1, max_value=5),
    e.ExpectColumnValuesToBeUnique(column="chatwoot_conversation_id"),
    e.UnexpectedRowsExpectation(unexpected_rows_query=\"\"\"SELECT id FROM analytics.conversation_analytics AS c WHERE NOT EXISTS (
        SELECT FROM analytics.customer_interaction_history AS h WHERE h.customer_email = c.customer_email)\"\"\"),
    e.ExpectColumnMaxToBeBetween(column="synced_at", min_value=datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=1000)),
])
result = batch.validate(suite)
broken = [r for r in result.results if r.exception_info and r.exception_info.get("raised_exception")]
print("failed:", json.dumps([sum(not r.success for r in result.results), len(result.results), len(broken)]))
""")
    command = [environment("gx") / "python", "suite.py"]

    def failed(output):
        found = re.search(r"failed: (.*)", output)
        count, all_, broken = json.loads(found[1]) if found else (0, 0, 1)
        return count if all_ == 12 and not broken else None

    return command, {"GX_ANALYTICS_ENABLED": "false"}, failed


def plumb(program):
    def contender(folder, database):
        command = [program, "check", "--allow-superuser", "--format", "json"]

        def failed(output):
            outcomes = re.findall(r'"outcome"\s*:\s*"(\w+)"', output)
            return outcomes.count("failed") if len(outcomes) == 12 and "error" not in outcomes else None

        return command, {"PLUMBLINE_URL_BENCH": database.url}, failed

    return contender


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--url", required=True)
    arguments.add_argument("--plumb", default=str(HERE.parent / ".build" / "release" / "CheckBenchmark"))
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--tools", default="plumb,soda,dbt,gx")
    options = arguments.parse_args()
    server = Database(options.url)
    database = server.other("plumbline_rivals")
    makers = {"plumb": plumb(os.path.abspath(options.plumb)), "soda": soda, "dbt": dbt, "gx": gx}
    reference = (HERE / "Checks" / "reference.sql").as_posix()
    server.psql("-c", "SET client_min_messages = warning", "-c", f"DROP DATABASE IF EXISTS {database.name}", "-c", f"CREATE DATABASE {database.name}")
    try:
        database.psql("-f", HERE / "Checks" / "data.sql")
        with tempfile.TemporaryDirectory() as parent:
            contenders = {}
            for name in options.tools.split(","):
                folder = pathlib.Path(parent) / name
                folder.mkdir()
                contenders[name] = (folder, *makers[name](folder, database))
            print("| | " + " | ".join(["by hand, s", *contenders]) + " |\n|" + "---|" * (len(contenders) + 2))
            for state, expected in [("clean", 0), (f"{FAILING} of 12 failing", FAILING)]:
                if expected:
                    database.psql("-f", HERE / "Checks" / "faults.sql")
                times = {name: [] for name in ["by hand", *contenders]}
                # The first round warms the caches.
                for turn in range(options.rounds + 1):
                    started = time.monotonic()
                    database.psql("-f", reference)
                    measured = {"by hand": time.monotonic() - started}
                    for name, (folder, command, variables, failed) in contenders.items():
                        started = time.monotonic()
                        run = subprocess.run(
                            command, cwd=folder, env={**os.environ, **variables}, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
                        measured[name] = time.monotonic() - started
                        if failed(run.stdout) != expected:
                            sys.exit(f"{name} found {failed(run.stdout)} failing checks instead of {expected}:\n{run.stdout[-3000:]}")
                    for name, seconds in measured.items():
                        if turn:
                            times[name].append(seconds)
                medians = {name: statistics.median(values) for name, values in times.items()}
                hand = medians.pop("by hand")
                print(f"| {state} | {hand:.2f} | " + " | ".join(f"{value / hand:.2f}" for value in medians.values()) + " |", flush=True)
    finally:
        server.psql("-c", f"DROP DATABASE IF EXISTS {database.name} WITH (FORCE)")


if __name__ == "__main__":
    main()
