#!/bin/sh
exec "$(dirname "$0")/doorzien.sh" --room "$@"
