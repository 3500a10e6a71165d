#!/bin/sh
# Starts Doorzien: gets uv where it is missing, and works without network once everything is there.
cd "$(dirname "$0")/.." || exit 1
export UV_PYTHON_PREFERENCE=system PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1

stop() {
  echo
  echo "$1"
  [ -t 0 ] && { echo "Enter = close / sluiten"; read -r _; }
  exit 1
}

PATH="$PATH:$HOME/.local/bin"
for folder in "$HOME"/Library/Python/*/bin; do PATH="$PATH:$folder"; done
export PATH
if ! command -v uv >/dev/null 2>&1 && [ -x .venv/bin/demo ]; then
  exec .venv/bin/demo "$@"
fi
if command -v uv >/dev/null 2>&1; then
  run_uv() { uv "$@"; }
else
  command -v python3 >/dev/null 2>&1 || stop "Python is missing. Get it at python.org. / Python ontbreekt. Haal het op python.org."
  run_uv() { python3 -m uv "$@"; }
  python3 -m uv --version >/dev/null 2>&1 || python3 -m pip install --user uv ||
    python3 -m pip install --user --break-system-packages uv ||
    stop "uv could not be installed; see start/README.md. / uv kon niet geïnstalleerd worden; zie start/README.md."
fi

if [ -d .venv ]; then
  run_uv run --no-dev --offline demo "$@" && exit 0
fi
run_uv run --no-dev demo "$@" || stop "See start/README.md. / Zie start/README.md."
