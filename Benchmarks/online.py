#!/usr/bin/env python3
"""How long clients are blocked while a migration runs on a table in use, beside the naive statement.

For each recipe: a database with a table of --rows rows, pgbench reading and writing it, and `plumb apply` of a migration that
`plumb generate` wrote; then the same with the naive statement, by psql; then with the plans of other tools, written from their
documentation. The figure is the longest transaction that any client saw, by
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
    ("a column is dropped, its values kept", schema().replace("email text NOT NULL, ", ""),
     "BEGIN; LOCK TABLE app.account IN ACCESS EXCLUSIVE MODE; CREATE TABLE app.kept AS SELECT id, email FROM app.account; "
     "ALTER TABLE app.account DROP COLUMN email; COMMIT"),
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

# A key with a sequence, to which another table refers.
KEYED = (
    "CREATE SCHEMA app;\nCREATE TABLE app.account (id serial CONSTRAINT account_key PRIMARY KEY, email text NOT NULL, amount int, region int);\n"
    "CREATE TABLE app.entry (id int GENERATED ALWAYS AS IDENTITY CONSTRAINT entry_key PRIMARY KEY, account_id int NOT NULL CONSTRAINT "
    "entry_account REFERENCES app.account);\nCREATE INDEX entry_account_id ON app.entry (account_id);\n")
ROWS = (
    "INSERT INTO app.account (id, email, amount, region) SELECT i, 'p' || i || '@x.org', i, 1 + i % 100 FROM generate_series(1, {rows}) i; ")

# Recipes that begin with another schema: that schema, the new one, and the naive statement.
OTHERS = [
    ("a key with a sequence and a foreign key becomes bigint", KEYED,
     ROWS + "INSERT INTO app.entry (account_id) SELECT i FROM generate_series(1, {rows}) i; SELECT setval('app.account_id_seq', {rows})",
     KEYED.replace("id serial", "id bigserial").replace("id int GENERATED", "id bigint GENERATED").replace("account_id int", "account_id bigint"),
     "BEGIN; ALTER TABLE app.account ALTER COLUMN id TYPE bigint; ALTER TABLE app.entry ALTER COLUMN account_id TYPE bigint, "
     "ALTER COLUMN id TYPE bigint; ALTER SEQUENCE app.account_id_seq AS bigint; ALTER SEQUENCE app.entry_id_seq AS bigint; COMMIT"),
    ("a generated column", KEYED, ROWS, KEYED.replace("region int)", "region int, twice int GENERATED ALWAYS AS (region * 2) STORED)"),
     "ALTER TABLE app.account ADD COLUMN twice int GENERATED ALWAYS AS (region * 2) STORED"),
    ("an identity column", KEYED, ROWS, KEYED.replace("region int)", "region int, number bigint GENERATED ALWAYS AS IDENTITY)"),
     "ALTER TABLE app.account ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY"),
]


def validated(constraint):
    """A constraint that is added NOT VALID and validated in a transaction of its own: the plan of pg-schema-diff and of pgschema."""
    return [f"ALTER TABLE app.account ADD CONSTRAINT {constraint} NOT VALID", f"ALTER TABLE app.account VALIDATE CONSTRAINT {constraint.split()[0]}"]


def required(name):
    """NOT NULL by way of a check: the plan of pg-schema-diff, and of pgschema before PostgreSQL 18."""
    return [*validated(f"{name} CHECK (amount IS NOT NULL)"), "ALTER TABLE app.account ALTER COLUMN amount SET NOT NULL",
            f"ALTER TABLE app.account DROP CONSTRAINT {name}"]


def duplicated(column, type, constraints=(), ending=()):
    """pgroll's plan for any change of a column: a duplicate, a trigger, a backfill in batches of 1,000 rows, and at completion the
    duplicate takes the place of the column."""
    new = f"_pgroll_new_{column}"
    return [
        f"ALTER TABLE app.account ADD COLUMN {new} {type}, ADD COLUMN _pgroll_needs_backfill boolean DEFAULT true",
        f"CREATE FUNCTION app.pgroll_duplicate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.{new} := NEW.{column}; "
        "NEW._pgroll_needs_backfill := false; RETURN NEW; END $$",
        "CREATE TRIGGER pgroll_duplicate BEFORE INSERT OR UPDATE ON app.account FOR EACH ROW EXECUTE FUNCTION app.pgroll_duplicate()",
        "DO $$ DECLARE last int := 0; BEGIN LOOP "
        "WITH batch AS (SELECT id FROM app.account WHERE id > last ORDER BY id LIMIT 1000 FOR NO KEY UPDATE), "
        "done AS (UPDATE app.account a SET id = a.id FROM batch b WHERE a.id = b.id RETURNING a.id) SELECT max(id) INTO last FROM done; "
        "EXIT WHEN last IS NULL; COMMIT; END LOOP; END $$",
        *[text.format(new=new) for text in constraints],
        f"ALTER TABLE app.account DROP COLUMN {column}", f"ALTER TABLE app.account RENAME COLUMN {new} TO {column}",
        "DROP FUNCTION app.pgroll_duplicate CASCADE", "ALTER TABLE app.account DROP COLUMN _pgroll_needs_backfill", *ending,
    ]


def pgroll_validated(constraint):
    name = constraint.split()[0]
    return [f"ALTER TABLE app.account ADD CONSTRAINT {constraint} NOT VALID", f"ALTER TABLE app.account VALIDATE CONSTRAINT {name}"]


CONCURRENT = lambda sql: [sql.replace("INDEX", "INDEX CONCURRENTLY", 1)]
NAIVE = {name: naive for name, _, naive in RECIPES}
IN_PLACE = lambda name: [NAIVE[name]]

# The statements of other tools as their documentation shows them (README of stripe/pg-schema-diff; docs/workflow/online-ddl of
# pgplex/pgschema; docs/operations and "How pgroll works" of xataio/pgroll), each in a transaction of its own. Where a tool is absent, its
# documentation has no plan that keeps the rows. pg-schema-diff and pgschema drop a column without keeping its values, and so does pgroll.
TOOLS = {
    "a new index": {name: CONCURRENT(NAIVE["a new index"]) for name in ("pg-schema-diff", "pgschema", "pgroll")},
    "a unique index": {name: CONCURRENT(NAIVE["a unique index"]) for name in ("pg-schema-diff", "pgschema", "pgroll")},
    "NOT NULL": {"pg-schema-diff": required("pgschemadiff_tmpnn"), "pgschema": required("amount_not_null"),
                 "pgroll": duplicated("amount", "int", [*pgroll_validated("pgroll_not_null CHECK ({new} IS NOT NULL)"),
                                                        "ALTER TABLE app.account ALTER COLUMN {new} SET NOT NULL",
                                                        "ALTER TABLE app.account DROP CONSTRAINT pgroll_not_null"])},
    "a check": {"pg-schema-diff": validated("account_amount CHECK (amount >= 0)"), "pgschema": validated("account_amount CHECK (amount >= 0)"),
                "pgroll": duplicated("amount", "int", pgroll_validated("account_amount CHECK ({new} >= 0)"))},
    "a foreign key": {
        "pg-schema-diff": validated("account_region FOREIGN KEY (region) REFERENCES app.region"),
        "pgschema": validated("account_region FOREIGN KEY (region) REFERENCES app.region"),
        "pgroll": duplicated("region", "int", pgroll_validated("account_region FOREIGN KEY ({new}) REFERENCES app.region"))},
    "a column with a default": {name: IN_PLACE("a column with a default") for name in ("pg-schema-diff", "pgschema", "pgroll")},
    "a column with a volatile default": {name: IN_PLACE("a column with a volatile default") for name in ("pg-schema-diff", "pgschema")},
    "int becomes bigint": {"pg-schema-diff": IN_PLACE("int becomes bigint"), "pgschema": IN_PLACE("int becomes bigint"),
                           "pgroll": duplicated("amount", "bigint")},
    "a primary key becomes bigint": {name: IN_PLACE("a primary key becomes bigint") for name in ("pg-schema-diff", "pgschema")},
    "text becomes varchar": {"pg-schema-diff": IN_PLACE("text becomes varchar"), "pgschema": IN_PLACE("text becomes varchar"),
                             "pgroll": duplicated("email", "varchar(60)", [*pgroll_validated("pgroll_not_null CHECK ({new} IS NOT NULL)"),
                                                                           "ALTER TABLE app.account ALTER COLUMN {new} SET NOT NULL",
                                                                           "ALTER TABLE app.account DROP CONSTRAINT pgroll_not_null"])},
}

# The recipes whose rollback is measured too.
ROLLED_BACK = {"a table becomes partitioned", "a column is dropped, its values kept"}

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

    def psql_each(self, statements):
        arguments = [word for statement in statements for word in ("-c", statement)]
        result = subprocess.run(
            ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.url("online"), *arguments], capture_output=True, text=True)
        if result.returncode:
            sys.exit(f"{statements}\n{result.stderr}")

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

    def prepare(self, first=None, rows=None):
        """The database that each recipe begins with, kept as a template."""
        for folder in ("migrations", "rollback"):
            shutil.rmtree(os.path.join(self.root, folder), ignore_errors=True)
        with open(os.path.join(self.root, "plumbline.yml"), "w") as file:
            file.write("name: online\nschema: schema.sql\ndatabases:\n  online: {}\n")
        self.write(first or schema())
        self.psql("DROP DATABASE IF EXISTS online WITH (FORCE)", "postgres")
        self.psql("DROP DATABASE IF EXISTS online_template WITH (FORCE)", "postgres")
        self.psql("CREATE DATABASE online", "postgres")
        self.plumb("generate", "initial")
        self.plumb("apply")
        self.psql((rows or (
            "INSERT INTO app.region SELECT i FROM generate_series(1, 100) i; INSERT INTO app.account SELECT i, 'p' || i || '@x.org', i, CASE WHEN i % 2 = 0 THEN 'sad' ELSE 'glad' END::app.mood, "
            "1 + i % 100 FROM generate_series(1, {rows}) i")).format(rows=self.options.rows))
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
        for tool, statements in TOOLS.get(name, {}).items():
            results.append((name, tool, *self.measure(lambda: self.psql_each(statements))))
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
    if not bench.options.only or any(name in bench.options.only for name, _, _ in RECIPES):
        bench.prepare()
    print("| recipe | with | longest transaction (ms) | failed clients | took (s) | transactions meanwhile | slowest sample |\n|---|---|---|---|---|---|---|")
    for name, new, naive in RECIPES:
        if bench.options.only and name not in bench.options.only:
            continue
        for recipe, tool, longest, failed, seconds, many, waits in bench.recipe(name, new, naive):
            print(f"| {recipe} | {tool} | {longest:.0f} | {failed} | {seconds:.1f} | {many} | {waits} |", flush=True)
    for name, first, rows, new, naive in OTHERS:
        if bench.options.only and name not in bench.options.only:
            continue
        bench.prepare(first, rows)
        for recipe, tool, longest, failed, seconds, many, waits in bench.recipe(name, new, naive):
            print(f"| {recipe} | {tool} | {longest:.0f} | {failed} | {seconds:.1f} | {many} | {waits} |", flush=True)
    bench.psql("DROP DATABASE IF EXISTS online WITH (FORCE)", "postgres")
    bench.psql("DROP DATABASE IF EXISTS online_template WITH (FORCE)", "postgres")
    shutil.rmtree(bench.root)


main()
