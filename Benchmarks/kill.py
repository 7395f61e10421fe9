#!/usr/bin/env python3
"""kill -9 at random moments, of the tool, of the server process that works for it, and of the whole server; then the same command again.

The schema and its change are in Benchmarks/Kill (more than thirty kinds of steps, large enough that kills fall within statements). After each
rerun the schema must be that of an undisturbed run, by pg_dump; rows must be those of that run; and nothing may be left over. Every third
migration that was killed is taken back at once instead of finished.

Needs a server of its own, as superuser: --server URL, --pid FILE (its postmaster.pid) and --start COMMAND, which starts it again.
"""
import argparse, collections, os, random, re, shutil, signal, subprocess, sys, tempfile, time

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "Kill")
LEFTOVERS = r"""
SELECT string_agg(what, ', ') FROM (
    SELECT 'invalid index ' || indexrelid::regclass FROM pg_index WHERE NOT indisvalid
    UNION ALL SELECT 'relation ' || oid::regclass FROM pg_class WHERE relname LIKE 'plumbline\_new%'
    UNION ALL SELECT 'schema ' || nspname FROM pg_namespace WHERE nspname LIKE 'plumbline\_new%'
    UNION ALL SELECT 'constraint ' || conname FROM pg_constraint WHERE conname LIKE 'plumbline\_%' OR NOT convalidated
    UNION ALL SELECT 'trigger ' || tgname FROM pg_trigger WHERE tgname LIKE '%plumbline%'
    UNION ALL SELECT 'column ' || attname FROM pg_attribute JOIN pg_class c ON c.oid = attrelid AND c.relkind IN ('r', 'p')
        WHERE attname LIKE 'plumbline\_new%'
    UNION ALL SELECT 'type ' || typname FROM pg_type WHERE typname LIKE 'plumbline\_new%'
    UNION ALL SELECT 'detached ' || inhrelid::regclass FROM pg_inherits WHERE inhdetachpending
    UNION ALL SELECT 'function ' || oid::regprocedure FROM pg_proc
        WHERE pronamespace = 'plumbline'::regnamespace AND prorettype = 'trigger'::regtype
    UNION ALL SELECT 'backfill ' || section FROM plumbline.backfill
    UNION ALL SELECT 'section ' || section FROM plumbline.section
    UNION ALL SELECT 'migration ' || number || ' ' || state FROM plumbline.migration WHERE state <> 'applied'
) AS left_over(what)
"""
# Rows by column names, whatever their order; what is random is left out.
DIGEST = """
SELECT string_agg(format('SELECT %L, count(*), md5(coalesce(string_agg(md5(j), '''' ORDER BY j), '''')) FROM (SELECT (to_jsonb(t) - ''token'')::text AS j FROM %s AS t) AS x',
    c.oid::regclass, c.oid::regclass), ' UNION ALL ' ORDER BY c.relname) || ' ORDER BY 1'
FROM pg_class c WHERE c.relnamespace = 'ship'::regnamespace AND c.relkind IN ('r', 'p', 'm')
"""


class Bench:
    def __init__(self, options):
        self.options = options
        self.root = tempfile.mkdtemp(prefix="plumbline-kill-")
        self.url = re.sub(r"(://[^/]*/)[^?]*", r"\g<1>kill", options.server)
        self.environment = dict(os.environ, PLUMBLINE_SCRATCH_URL=options.scratch, PLUMBLINE_URL_KILL=self.url)
        self.random = random.Random(options.seed)

    def sql(self, sql, url=None, file=None):
        arguments = ["-f", file] if file else ["-c", sql]
        result = subprocess.run(
            ["psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-d", url or self.url, *arguments], capture_output=True, text=True)
        if result.returncode:
            raise RuntimeError(f"{sql}\n{result.stderr}")
        return result.stdout.strip()

    def plumb(self, *arguments):
        return subprocess.Popen(
            [self.options.plumb, *arguments], cwd=self.root, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def finish(self, *arguments):
        process = self.plumb(*arguments)
        output = process.communicate()[0]
        return process.returncode, output

    def must(self, *arguments):
        status, output = self.finish(*arguments)
        if status:
            sys.exit(f"plumb {' '.join(arguments)}\n{output}")

    def state(self):
        """The schema and the rows."""
        dump = subprocess.run(
            [*self.options.pg_dump.split(), "-s", "-N", "plumbline*", "-d", self.url], capture_output=True, text=True)
        if dump.returncode:
            raise RuntimeError(dump.stderr)
        lines = sorted(line.strip().rstrip(",") for line in dump.stdout.splitlines() if line.strip() and not line.startswith(("--", "\\")))
        return lines, self.sql(self.sql(DIGEST))

    def prepare(self):
        with open(os.path.join(self.root, "plumbline.yml"), "w") as file:
            file.write("name: kill\nschema: schema.sql\ndatabases:\n  kill: {}\n")
        admin = re.sub(r"(://[^/]*/)[^?]*", r"\g<1>postgres", self.options.server)
        self.sql("DROP DATABASE IF EXISTS kill WITH (FORCE)", admin)
        self.sql("CREATE DATABASE kill", admin)
        shutil.copy(os.path.join(HERE, "before.sql"), os.path.join(self.root, "schema.sql"))
        self.must("generate", "initial")
        self.must("apply")
        self.sql("", file=os.path.join(HERE, "rows.sql"))
        shutil.copy(os.path.join(HERE, "after.sql"), os.path.join(self.root, "schema.sql"))
        arguments = ["generate", "change"] + ["--online"] * self.options.online + ["--allow-loss", "ship.cargo.touched"]
        status, output = self.finish(*arguments)
        rules = sorted(set(re.findall(r"--ignore-lint '(PL\d+): REASON'", output)))
        if status and rules:
            status, output = self.finish(*arguments, *[word for rule in rules for word in ("--ignore-lint", f"{rule}: a test")])
        if status:
            sys.exit(output)
        self.places = {}
        before = self.state()
        begin = time.time()
        self.must("apply", "--no-compare")
        self.seconds = {True: time.time() - begin}
        after = self.state()
        begin = time.time()
        self.must("rollback", "--yes", "--no-compare")
        self.seconds[False] = time.time() - begin
        again = self.state()
        if again[1] != before[1]:
            sys.exit("the rollback does not bring the rows back")
        self.expected = {True: after, False: again}
        print(f"undisturbed: forward {self.seconds[True]:.1f} s, back {self.seconds[False]:.1f} s", flush=True)

    # What is killed

    def kill_tool(self, process):
        process.send_signal(signal.SIGKILL)

    def kill_backend(self, process):
        pids = self.sql("SELECT pid FROM pg_stat_activity WHERE datname = 'kill' AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
                        " ORDER BY state = 'active' DESC, backend_start LIMIT 1")
        if not pids:
            return False
        os.kill(int(pids), signal.SIGKILL)

    def kill_server(self, process):
        with open(self.options.pid) as file:
            os.kill(int(file.readline()), signal.SIGKILL)
        time.sleep(0.3)
        for _ in range(20):
            if subprocess.run(self.options.start, shell=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0:
                return
            time.sleep(0.5)
        sys.exit("the server does not start again")

    def wait(self):
        for _ in range(60):
            try:
                return self.sql("SELECT 1")
            except RuntimeError:
                time.sleep(0.5)
        sys.exit("the server does not answer")

    def where(self):
        return self.sql(
            "SELECT coalesce(string_agg(state || ', ' || (SELECT count(*) FROM plumbline.section s WHERE s.is_done AND s.number = m.number)"
            " || ' sections done', '; '), 'nothing begun') FROM plumbline.migration m WHERE m.state <> 'applied'")

    def run(self):
        kinds = [("tool", self.kill_tool), ("backend", self.kill_backend), ("server", self.kill_server)]
        counts = collections.Counter()
        wrong = 0
        number = 0
        is_forward = True
        while number < self.options.kills:
            name, kill = kinds[number % 3]
            command = ["apply"] if is_forward else ["rollback", "--yes"]
            process = self.plumb(*command, "--no-compare")
            time.sleep(self.random.uniform(0.3, self.seconds[is_forward]))
            if process.poll() is not None or kill(process) is False:
                process.communicate()
            else:
                process.communicate()
                number += 1
                counts[(is_forward, name)] += 1
            self.wait()
            place = self.where()
            begun = place != "nothing begun"
            # A migration that was broken off is taken back at once, now and then. A rollback with nothing begun would take back too much.
            to_finish = is_forward
            if is_forward and begun and number % 3 == 1:
                to_finish = False
                self.must_settle("rollback", "--yes")
            elif is_forward:
                self.must_settle("apply")
            elif begun or self.sql("SELECT max(number) FROM plumbline.migration") == "2":
                self.must_settle("rollback", "--yes")
            problems = self.problems(to_finish)
            wrong += bool(problems)
            print(f"{number:3} {'forward' if is_forward else 'back':7} {name:7} {place:45} -> "
                  f"{'forward' if to_finish else 'back'}: {problems or 'ok'}", flush=True)
            is_forward = not to_finish
        print("| direction | killed | kills |\n|---|---|---|")
        for (direction, name), many in sorted(counts.items(), reverse=True):
            print(f"| {'forward' if direction else 'back'} | {name} | {many} |")
        print(f"wrong: {wrong}")
        return wrong

    def must_settle(self, *arguments):
        for attempt in range(3):
            status, output = self.finish(*arguments)
            if status == 0:
                return
            time.sleep(1)
        print(output, flush=True)
        sys.exit(f"plumb {' '.join(arguments)} fails; the database is left as it is")

    def problems(self, is_forward):
        result = []
        left = self.sql(LEFTOVERS)
        if left:
            result.append(f"left over: {left}")
        lines, rows = self.state()
        expected_lines, expected_rows = self.expected[is_forward]
        if rows != expected_rows:
            result.append("rows differ: " + ", ".join(sorted({line.split("|")[0] for line in set(rows.splitlines()) ^ set(expected_rows.splitlines())})))
        differing = (collections.Counter(lines) - collections.Counter(expected_lines)) + (collections.Counter(expected_lines) - collections.Counter(lines))
        if differing:
            result.append(f"schema differs: {list(differing)[:6]}")
        return "; ".join(result)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", required=True)
    parser.add_argument("--pid", required=True, help="postmaster.pid of the server")
    parser.add_argument("--start", required=True, help="a command that starts the server again")
    parser.add_argument("--scratch", required=True, help="the URL of another server, for scratch databases")
    parser.add_argument("--plumb", default="plumb")
    parser.add_argument("--pg-dump", default="pg_dump")
    parser.add_argument("--online", action="store_true")
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    bench = Bench(parser.parse_args())
    bench.prepare()
    wrong = bench.run()
    shutil.rmtree(bench.root)
    sys.exit(1 if wrong else 0)


main()
