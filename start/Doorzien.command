#!/bin/sh
# macOS opens this file in a terminal window at a double click.
exec "$(dirname "$0")/doorzien.sh" "$@"
