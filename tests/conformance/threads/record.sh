#!/bin/sh
# Records NAME.out for the programs named (all of them if none is): what Wine prints. Needs gcc-mingw-w64 and wine64.
set -e
cd "$(dirname "$0")"
export WINEDEBUG=-all WINEPREFIX="${WINEPREFIX:-${TMPDIR:-/tmp}/glass-wine}"
wine=$(command -v wine64 || command -v wine || echo /usr/lib/wine/wine64)
program=$(mktemp --suffix=.exe)
trap 'rm -f "$program"' EXIT
for name in ${*:-$(ls ./*.c | sed 's|^./||; s|\.c$||')}; do
  x86_64-w64-mingw32-gcc -O0 -w "$name.c" -o "$program"
  timeout 60 "$wine" "$program" | tr -d '\r' > "$name.out"
done
