#!/bin/sh
exec "$(dirname "$0")/doorzien-print.sh"
