#!/usr/bin/env bash
# Builds what people without Swift install: dist/plumb, a program that needs libpq and the C and C++ libraries alone, and
# dist/plumb_VERSION_ARCH.deb. dist.sh PROGRAM packages a program that was built before.
#
# The Swift runtime, libpg_query and SQLite are linked statically. The program has no declarations of its own: it works on projects of
# .sql files (docs/settings.md), and for `plumb diff`, `plumb lint` and `plumb snapshot` it needs no project at all.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/common.sh
. scripts/common.sh

[ "$(uname -s)" = Linux ] || die "make dist builds for Linux; elsewhere use: swift build -c release --product plumb-plain"

program="${1:-}"
if [ -z "$program" ]; then
    # The linker takes a static library where no shared one lies beside it, in the first folder that has either. SwiftPM puts the
    # folders of libpq's pkg-config file first, so ours stands in a copy of that file. libpq stays shared: it belongs to the system's TLS.
    static="$PWD/.build/static"
    mkdir -p "$static"
    for library in libpg_query libsqlite3; do
        archive="$(find /usr/lib -name "$library.a" -print -quit)"
        [ -n "$archive" ] || die "there is no $library.a; run scripts/setup.sh"
        ln -sf "$archive" "$static/$library.a"
    done
    sed "s|^Libs:|Libs: -L$static|" "$(pkg-config --variable=pcfiledir libpq)/libpq.pc" >"$static/libpq.pc"
    export PKG_CONFIG_PATH="$static"

    options=(-c release --product plumb-plain --static-swift-stdlib -Xlinker --gc-sections)
    swift build "${options[@]}"
    bin="$(swift build "${options[@]}" --show-bin-path)"
    program="$bin/plumb-plain"
fi

rm -rf dist
mkdir -p dist
install -m 0755 "$program" dist/plumb
# Nobody debugs the installed program.
strip dist/plumb

# What a bare Debian does not have must not be needed.
allowed='libpq\.so|libc\.so|libm\.so|libgcc_s\.so|libstdc\+\+\.so|ld-linux'
needed="$(objdump -p dist/plumb | awk '$1 == "NEEDED" { print $2 }')"
other="$(printf '%s\n' "$needed" | grep -Ev "$allowed" || true)"
[ -z "$other" ] || die "dist/plumb needs libraries that are not in a bare Debian with libpq: $other"

version="$(dist/plumb --version)"
say "dist/plumb $version: $(du -h dist/plumb | cut -f 1), needs $(printf '%s' "$needed" | tr '\n' ' ')"

command -v dpkg-deb >/dev/null || {
    say "no dpkg-deb here, so no package is built"
    exit 0
}
architecture="$(dpkg --print-architecture)"
root="$(mktemp -d)"
trap 'rm -rf "$root"' EXIT
install -D -m 0755 dist/plumb "$root/usr/bin/plumb"
install -D -m 0644 LICENSE "$root/usr/share/doc/plumb/copyright"
for shell in bash zsh fish; do
    case "$shell" in
    bash) file=usr/share/bash-completion/completions/plumb ;;
    zsh) file=usr/share/zsh/vendor-completions/_plumb ;;
    fish) file=usr/share/fish/vendor_completions.d/plumb.fish ;;
    esac
    dist/plumb --generate-completion-script "$shell" | install -D -m 0644 /dev/stdin "$root/$file"
done
install -d -m 0755 "$root/usr/share/man/man1"
python3 scripts/man.py dist/plumb plumb | gzip -9 -n >"$root/usr/share/man/man1/plumb.1.gz"
chmod 0644 "$root/usr/share/man/man1/plumb.1.gz"
mkdir -p "$root/DEBIAN"
# A version with a suffix such as -dev comes before the release.
cat >"$root/DEBIAN/control" <<CONTROL
Package: plumb
Version: ${version/-/\~}
Architecture: $architecture
Maintainer: Plumbline contributors <plumbline@users.noreply.github.com>
Section: database
Priority: optional
Depends: libc6 (>= 2.36), libgcc-s1, libstdc++6, libpq5
Recommends: postgresql
Installed-Size: $(du -k -s "$root/usr" | cut -f 1)
Description: schema migrations and data quality for PostgreSQL
 Compares a schema, declared in SQL files or in Swift, with live databases;
 writes migrations and rollbacks that were run on a scratch copy first,
 applies them, and checks the live data.
CONTROL
deb="dist/plumb_${version/-/\~}_$architecture.deb"
dpkg-deb --root-owner-group --build "$root" "$deb" >/dev/null
say "$deb: $(du -h "$deb" | cut -f 1)"
