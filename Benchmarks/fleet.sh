#!/usr/bin/env bash
# A fleet of N databases (default 1000) on one server: begins with migration 1, plants M databases that differ and one that is broken
# off, then applies migration 2 by waves, corrects them, and runs again; rolls back; lets the canary fail; kills the tool in the middle and
# runs it again. Usage: PLUMB=path fleet.sh SERVER_URL [N] [CONCURRENCY]
set -euo pipefail
server=$1 count=${2:-1000} concurrency=${3:-8}
plumb=$(readlink -f "${PLUMB:-.build/debug/plumb}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PLUMBLINE_URL_TENANT=$server PGOPTIONS='-c client_min_messages=warning'
sql() { psql -X -q -At -v ON_ERROR_STOP=1 -d "$server" "$@"; }
# in_database NAME SQL
in_database() { sql -c "\\connect $1" -c "$2"; }
step() { printf '\n$ %s\n' "$*"; }

mkdir schema
printf 'name: saas\ndatabases:\n  tenant:\n    schema: schema\n' >plumbline.yml
cat >schema/app.sql <<'SQL'
CREATE SCHEMA app;
CREATE TABLE app.account (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL);
CREATE TABLE app.invoice (id bigint PRIMARY KEY, account_id bigint NOT NULL REFERENCES app.account (id), cents bigint NOT NULL);
CREATE INDEX invoice_account ON app.invoice (account_id);
SQL
"$plumb" generate initial >/dev/null
for number in $(seq 1 "$count"); do printf 'fleet_%04d\n' "$number"; done >tenants.txt

echo "creating $count databases"
sql -c 'DROP DATABASE IF EXISTS fleet_template' -c 'CREATE DATABASE fleet_template'
PLUMBLINE_URL_TENANT=${server%/*}/fleet_template "$plumb" apply >/dev/null 2>&1
in_database fleet_template "INSERT INTO app.account (name) SELECT 'account ' || n FROM generate_series(1, 100) n;
    INSERT INTO app.invoice SELECT n, n % 100 + 1, n FROM generate_series(1, 1000) n"
while read -r name; do
    printf 'DROP DATABASE IF EXISTS %s;\nCREATE DATABASE %s TEMPLATE fleet_template;\n' "$name" "$name"
done <tenants.txt | sql -f -

cat >>schema/app.sql <<'SQL'
ALTER TABLE app.account ADD COLUMN email text;
ALTER TABLE app.invoice ADD CONSTRAINT invoice_cents CHECK (cents > 0);
CREATE INDEX account_email ON app.account (email);
SQL
"$plumb" generate email >/dev/null
step "three databases differ: a bad row, a column that is there already, a table that is gone"
third=$(sed -n "$((count / 3))p" tenants.txt) half=$(sed -n "$((count / 2))p" tenants.txt) late=$(sed -n "$((count * 2 / 3))p" tenants.txt)
in_database "$third" 'UPDATE app.invoice SET cents = -1 WHERE id = 7'
in_database "$half" 'ALTER TABLE app.account ADD COLUMN email varchar(20)'
in_database "$late" 'DROP TABLE app.invoice'

step plumb fleet apply --list tenants.txt --waves 10,10% --concurrency "$concurrency" --max-failures 5
"$plumb" fleet apply --list tenants.txt --waves 10,10% --concurrency "$concurrency" --max-failures 5 --report report.json 2>notes.txt || echo "(exit status $?)"
grep -v '^  \[' notes.txt || true
step plumb fleet status --list tenants.txt
"$plumb" fleet status --list tenants.txt || echo "(exit status $?)"

in_database "$third" 'UPDATE app.invoice SET cents = 1 WHERE id = 7'
in_database "$half" 'ALTER TABLE app.account DROP COLUMN email'
step the same again, when two of them are corrected
start=$(date +%s.%N)
"$plumb" fleet apply --list tenants.txt --concurrency "$concurrency" --max-failures 5 2>/dev/null || echo "(exit status $?)"
printf 'a run that finds nearly everything done: %.1f s\n' "$(echo "$(date +%s.%N) - $start" | bc)"

step plumb fleet rollback --list tenants.txt --to 1 --yes
"$plumb" fleet rollback --list tenants.txt --to 1 --yes --concurrency "$concurrency" --max-failures 5 2>/dev/null || echo "(exit status $?)"
rows=0
while read -r name; do
    [ "$name" = "$late" ] || rows=$((rows + $(in_database "$name" 'SELECT count(*) FROM app.account JOIN app.invoice i ON i.account_id = account.id')))
done < <(shuf -n 20 --random-source=<(yes) tenants.txt)
echo "rows in 20 of the databases: $rows"

first=$(head -1 tenants.txt)
step the canary fails
in_database "$first" 'UPDATE app.invoice SET cents = -1 WHERE id = 7'
"$plumb" fleet apply --list tenants.txt --waves 10,10% --concurrency "$concurrency" 2>/dev/null || echo "(exit status $?)"
in_database "$first" 'UPDATE app.invoice SET cents = 1 WHERE id = 7'

grep -v "^$late\$" tenants.txt >rest.txt
step 'kill -9 in the middle of plumb fleet apply'
"$plumb" fleet apply --list rest.txt --concurrency "$concurrency" >/dev/null 2>killed.txt &
pid=$!
while [ "$(grep -c '^  \[' killed.txt)" -lt $((count / 3)) ] && kill -0 $pid 2>/dev/null; do sleep 0.2; done
kill -9 $pid
wait $pid 2>/dev/null || true
"$plumb" fleet status --list rest.txt | sed -E 's/(: [^,]*(, [^,]*){2}), .*/\1, …/' || true
step and the same command again
"$plumb" fleet apply --list rest.txt --concurrency "$concurrency" 2>/dev/null || echo "(exit status $?)"
"$plumb" fleet status --list rest.txt || echo "(exit status $?)"
while read -r name; do printf 'DROP DATABASE %s;\n' "$name"; done <tenants.txt | sql -f -
sql -c 'DROP DATABASE fleet_template'
