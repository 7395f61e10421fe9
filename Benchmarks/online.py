#!/usr/bin/env python3
"""How long clients are blocked while a migration runs on a table in use, beside the naive statement.

For each recipe: a database with a table of --rows rows, pgbench reading and writing it, and `plumb apply` of a migration that
`plumb generate` wrote; then the same with the naive statement, by psql. The figure is the longest transaction that any client saw, by
pgbench's own log, and the number of clients that failed; beside it, what the slowest of the sampled transactions waited for. A run
without any change is the measure of the machine.

Needs pgbench and psql in PATH, and plumb (--plumb). Prints the table of Benchmarks/online.md.
"""
import argparse, glob, os, re, shutil, subprocess, sys, tempfile, time

COMMON = """
CREATE SCHEMA app;
CREATE TYPE app.mood AS ENUM ('sad', 'glad', 'odd');
CREATE TABLE app.account (id int NOT NULL, email text NOT NULL, amount int{notnull}, mood app.mood, region int{more}{key});
CREATE TABLE app.region (id int CONSTRAINT region_key PRIMARY KEY);
{after}
"""
KEY = ", CONSTRAINT account_key PRIMARY KEY (id)"
PARTITIONS = "".join(
    f"CREATE TABLE app.account_{i} PARTITION OF app.account FOR VALUES WITH (MODULUS 4, REMAINDER {i});\n" for i in range(4))


def schema(notnull="", more="", key=KEY, after="", mood=None):
    text = COMMON.format(notnull=notnull, more=more, key=key, after=after)
    return text if mood is None else text.replace("('sad', 'glad', 'odd')", mood)


RECIPES = [
    ("nothing", None, None),
    ("a new index", schema(after="CREATE INDEX account_amount ON app.account (amount);"),
     "CREATE INDEX account_amount ON app.account (amount)"),
    ("a unique index", schema(after="CREATE UNIQUE INDEX account_email ON app.account (email);"),
     "CREATE UNIQUE INDEX account_email ON app.account (email)"),
    ("a primary key gets a column",
     schema(key=", CONSTRAINT account_key PRIMARY KEY (id) INCLUDE (email)"),
     "ALTER TABLE app.account DROP CONSTRAINT account_key, ADD CONSTRAINT account_key PRIMARY KEY (id) INCLUDE (email)"),
    ("NOT NULL", schema(notnull=" NOT NULL"), "ALTER TABLE app.account ALTER COLUMN amount SET NOT NULL"),
    ("a check", schema(more=", CONSTRAINT account_amount CHECK (amount >= 0)"),
     "ALTER TABLE app.account ADD CONSTRAINT account_amount CHECK (amount >= 0)"),
    ("a foreign key", schema(more=", CONSTRAINT account_region FOREIGN KEY (region) REFERENCES app.region")
     .replace("CREATE TABLE app.region (id int CONSTRAINT region_key PRIMARY KEY);\n", "")
     .replace("CREATE TABLE app.account", "CREATE TABLE app.region (id int CONSTRAINT region_key PRIMARY KEY);\nCREATE TABLE app.account"),
     "ALTER TABLE app.account ADD CONSTRAINT account_region FOREIGN KEY (region) REFERENCES app.region"),
    ("a column with a default", schema(more=", note text NOT NULL DEFAULT ''"),
     "ALTER TABLE app.account ADD COLUMN note text NOT NULL DEFAULT ''"),
    ("a column with a volatile default", schema(more=", token uuid NOT NULL DEFAULT gen_random_uuid()"),
     "ALTER TABLE app.account ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid()"),
    ("int becomes bigint", schema().replace("amount int", "amount bigint"),
     "ALTER TABLE app.account ALTER COLUMN amount TYPE bigint"),
    ("a primary key becomes bigint", schema().replace("account (id int", "account (id bigint"),
     "ALTER TABLE app.account ALTER COLUMN id TYPE bigint"),
    ("text becomes varchar", schema().replace("email text", "email varchar(60)"),
     "ALTER TABLE app.account ALTER COLUMN email TYPE varchar(60)"),
    ("an enum loses a label", schema(mood="('sad', 'glad')"),
     "ALTER TABLE app.account ALTER COLUMN mood TYPE text; DROP TYPE app.mood; CREATE TYPE app.mood AS ENUM ('sad', 'glad'); "
     "ALTER TABLE app.account ALTER COLUMN mood TYPE app.mood USING mood::app.mood"),
    ("a table becomes partitioned", schema().replace(KEY + ");", KEY + ") PARTITION BY HASH (id);\n" + PARTITIONS),
     "BEGIN; ALTER TABLE app.account RENAME TO account_old; ALTER TABLE app.account_old RENAME CONSTRAINT account_key TO account_old_key; "
     "CREATE TABLE app.account (LIKE app.account_old, CONSTRAINT account_key PRIMARY KEY (id)) PARTITION BY HASH (id); " + PARTITIONS
     + "INSERT INTO app.account SELECT * FROM app.account_old; DROP TABLE app.account_old; COMMIT"),
]

# The recipes whose rollback is measured too.
ROLLED_BACK = {"a table becomes partitioned"}

SCRIPT = """\\set id random(1, {rows})
BEGIN;
SELECT amount FROM app.account WHERE id = :id;
UPDATE app.account SET amount = amount + 1 WHERE id = :id;
COMMIT;
"""


def run(arguments, **options):
    result = subprocess.run(arguments, capture_output=True, text=True, **options)
    if result.returncode not in (0, 1):
        sys.exit(f"{' '.join(arguments)}\n{result.stdout}{result.stderr}")
    return result


class Bench:
    def __init__(self, options):
        self.options = options
        self.root = tempfile.mkdtemp(prefix="plumbline-online-")
        self.url = lambda name: re.sub(r"(://[^/]*/)[^?]*", r"\g<1>" + name, options.server)
        self.environment = dict(os.environ, PLUMBLINE_SCRATCH_URL=options.server, PLUMBLINE_URL_ONLINE=self.url("online"))

    def psql(self, sql, database="online"):
        result = subprocess.run(
            ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.url(database), "-c", sql], capture_output=True, text=True)
        if result.returncode:
            sys.exit(f"{sql}\n{result.stderr}")

    def plumb(self, *arguments):
        result = subprocess.run([self.options.plumb, *arguments], cwd=self.root, env=self.environment, capture_output=True, text=True)
        if result.returncode:
            sys.exit(f"plumb {' '.join(arguments)}\n{result.stdout}{result.stderr}")

    def generate(self):
        """Writes the migration; what lint refuses is what is measured here."""
        arguments = [self.options.plumb, "generate", "--online", "change"]
        result = subprocess.run(arguments, cwd=self.root, env=self.environment, capture_output=True, text=True)
        if result.returncode:
            rules = re.findall(r"--ignore-lint '(PL\d+): REASON'", result.stderr)
            if not rules:
                sys.exit(f"plumb generate\n{result.stdout}{result.stderr}")
            self.plumb(*arguments[1:], *[word for rule in rules for word in ("--ignore-lint", f"{rule}: it is measured")])

    def write(self, sql):
        with open(os.path.join(self.root, "schema.sql"), "w") as file:
            file.write(sql)

    def prepare(self):
        """The database that each recipe begins with, kept as a template."""
        with open(os.path.join(self.root, "plumbline.yml"), "w") as file:
            file.write("name: online\nschema: schema.sql\ndatabases:\n  online: {}\n")
        self.write(schema())
        self.psql("DROP DATABASE IF EXISTS online WITH (FORCE)", "postgres")
        self.psql("DROP DATABASE IF EXISTS online_template WITH (FORCE)", "postgres")
        self.psql("CREATE DATABASE online", "postgres")
        self.plumb("generate", "initial")
        self.plumb("apply")
        self.psql("INSERT INTO app.region SELECT i FROM generate_series(1, 100) i")
        self.psql(
            "INSERT INTO app.account SELECT i, 'p' || i || '@x.org', i, CASE WHEN i % 2 = 0 THEN 'sad' ELSE 'glad' END::app.mood, "
            f"1 + i % 100 FROM generate_series(1, {self.options.rows}) i")
        self.psql("VACUUM ANALYZE app.account")
        self.psql("ALTER DATABASE online RENAME TO online_template", "postgres")

    def fresh(self):
        self.psql("DROP DATABASE IF EXISTS online WITH (FORCE)", "postgres")
        self.psql("CREATE DATABASE online TEMPLATE online_template", "postgres")
        self.psql("CHECKPOINT")

    def measure(self, work, before=lambda: None):
        """The longest transaction in milliseconds and the clients that failed, while the work is done."""
        self.fresh()
        before()
        logs = tempfile.mkdtemp(dir=self.root)
        script = os.path.join(logs, "script.sql")
        with open(script, "w") as file:
            file.write(SCRIPT.format(rows=self.options.rows))
        process = subprocess.Popen(
            ["pgbench", "-n", "-c", "4", "-j", "1", "-T", "600", "-R", "200", "-l", "--log-prefix", os.path.join(logs, "log"),
             "-f", script, self.url("online")], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        time.sleep(2)
        sampler = self.sampler(logs)
        begin = time.time()
        work()
        end = time.time()
        time.sleep(1)
        sampler.terminate()
        sampler.wait()
        process.terminate()
        output = process.communicate()[0]
        longest, many = 0.0, 0
        for name in glob.glob(os.path.join(logs, "log*")):
            for line in open(name):
                fields = line.split()
                if len(fields) < 7 or not fields[2].isdigit():
                    continue
                # With a rate, the last field is the lag before the transaction began, which the client waited too.
                latency, at = float(fields[2]) / 1000, float(fields[4]) + float(fields[5]) / 1e6
                if at >= begin and at - latency / 1000 <= end:
                    longest, many = max(longest, latency - float(fields[6]) / 1000), many + 1
        waits = self.waits(logs)
        shutil.rmtree(logs)
        return longest, len(re.findall(r"client \d+ aborted", output)), end - begin, many, waits

    def sampler(self, logs):
        """Looks every 20 ms what clients wait for whose transaction is older than 60 ms."""
        script = os.path.join(logs, "sample.sql")
        with open(script, "w") as file:
            file.write("""
SELECT round(extract(epoch FROM clock_timestamp() - a.xact_start) * 1000) || ' ms: '
    || coalesce(a.wait_event_type || ' ' || a.wait_event, 'running') || coalesce(' behind ' || left(regexp_replace(b.query, '\\s+', ' ', 'g'), 70), '')
FROM pg_stat_activity a LEFT JOIN pg_stat_activity b ON b.pid = (pg_blocking_pids(a.pid))[1]
WHERE a.application_name = 'pgbench' AND a.state <> 'idle' AND clock_timestamp() - a.xact_start > interval '60 ms'
\\watch 0.02
""")
        return subprocess.Popen(
            ["psql", "-X", "-q", "-A", "-t", "-d", self.url("online"), "-f", script],
            stdout=open(os.path.join(logs, "samples"), "w"), stderr=subprocess.DEVNULL)

    def waits(self, logs):
        """The slowest sample."""
        lines = [line.strip() for line in open(os.path.join(logs, "samples")) if " ms: " in line]
        return max(lines, key=lambda line: int(line.split(" ms")[0]), default="")

    def recipe(self, name, new, naive):
        if new is None:
            return [(name, "plumb", *self.measure(lambda: time.sleep(10)))]
        self.write(new)
        self.fresh()
        self.generate()
        results = [(name, "plumb", *self.measure(lambda: self.plumb("apply", "--no-compare")))]
        if name in ROLLED_BACK:
            results.append((name, "plumb rollback", *self.measure(
                lambda: self.plumb("rollback", "--yes", "--no-compare"), lambda: self.plumb("apply", "--no-compare"))))
        results.append((name, "naive", *self.measure(lambda: self.psql(naive))))
        for folder in ("migrations", "rollback"):
            for file in glob.glob(os.path.join(self.root, folder, "online", "0002*")):
                os.remove(file)
        # The checksum file is that of the first migration alone again.
        self.plumb("prove", "--accept")
        return results


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", required=True, help="the URL of a throwaway server, as superuser; databases online* are dropped")
    parser.add_argument("--plumb", default="plumb")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--only", action="append", help="a recipe; may be given again")
    bench = Bench(parser.parse_args())
    bench.prepare()
    print("| recipe | with | longest transaction (ms) | failed clients | took (s) | transactions meanwhile | slowest sample |\n|---|---|---|---|---|---|---|")
    for name, new, naive in RECIPES:
        if bench.options.only and name not in bench.options.only:
            continue
        for recipe, tool, longest, failed, seconds, many, waits in bench.recipe(name, new, naive):
            print(f"| {recipe} | {tool} | {longest:.0f} | {failed} | {seconds:.1f} | {many} | {waits} |", flush=True)
    bench.psql("DROP DATABASE IF EXISTS online WITH (FORCE)", "postgres")
    bench.psql("DROP DATABASE IF EXISTS online_template WITH (FORCE)", "postgres")
    shutil.rmtree(bench.root)


main()
