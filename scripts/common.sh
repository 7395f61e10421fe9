# Shared by the scripts beside it; sourced, never run.
# shellcheck shell=bash

say() { printf '%s\n' "plumbline: $*" >&2; }

die() {
    printf '%s\n' "plumbline: $*" >&2
    exit 1
}

# The cache folder, by the same rule as Sources/Sandbox/CacheFolder.swift. Root's own is outside /root, because a server
# never runs as root and its user may not pass through a home folder of mode 0700.
cache_folder() {
    if [ -n "${PLUMBLINE_CACHE:-}" ]; then
        printf '%s\n' "$PLUMBLINE_CACHE"
    elif [ -n "${XDG_CACHE_HOME:-}" ]; then
        printf '%s\n' "$XDG_CACHE_HOME/plumbline"
    elif [ "$(id -u)" -eq 0 ]; then
        printf '%s\n' /var/cache/plumbline
    else
        printf '%s\n' "${HOME:?set HOME or PLUMBLINE_CACHE}/.cache/plumbline"
    fi
}

# Runs a command as root: directly, or through sudo where that needs no password.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        sudo -n "$@"
    else
        return 77
    fi
}

can_be_root() { as_root true; }

# Installs the Debian packages that are missing; the package lists are fetched only when a package is not known by them.
apt_install() {
    local missing=() package
    for package in "$@"; do
        # "install ok installed" is the only state in which a package's files are all there.
        if [ "$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null)" != "install ok installed" ]; then
            missing+=("$package")
        fi
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    can_be_root || {
        say "these packages are missing and installing them needs root: ${missing[*]}"
        say "run: sudo apt-get install ${missing[*]}"
        return 1
    }
    say "installing ${missing[*]}"
    local options=(-qq -y --no-install-recommends -o DPkg::Lock::Timeout=300)
    if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" install "${missing[@]}" >/dev/null 2>&1; then
        as_root apt-get -qq -o DPkg::Lock::Timeout=300 update >&2
        as_root env DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" install "${missing[@]}" >&2
    fi
}
