#!/bin/bash
# Records NAME.out for the programs named (all of them if none is): what Wine prints when it runs them, built for 64-bit Windows, so what
# they print must not depend on that. A program or a Wine that fails changes no record. Needs gcc-mingw-w64 and wine64.
set -e -o pipefail
cd "$(dirname "$0")"
export WINEDEBUG=-all WINEPREFIX="${WINEPREFIX:-${TMPDIR:-/tmp}/glass-wine}"
wine=$(command -v wine64 || command -v wine || echo /usr/lib/wine/wine64)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for name in ${*:-$(ls ./*.c | sed 's|^./||; s|\.c$||')}; do
  x86_64-w64-mingw32-gcc -O0 -w "$name.c" -o "$folder/program.exe"
  timeout 60 "$wine" "$folder/program.exe" | tr -d '\r' > "$folder/out"
  cp "$folder/out" "$name.out"
done
