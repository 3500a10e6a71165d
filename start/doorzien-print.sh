#!/bin/sh
# Writes the pages to print into the folder print-pack, and shows it.
cd "$(dirname "$0")" || exit 1
./doorzien.sh --print-pack print-pack || exit 1
show=xdg-open
[ "$(uname)" = Darwin ] && show=open
"$show" ../print-pack 2>/dev/null || echo "print-pack"
