#!/bin/sh
# Starts Doorzien: gets uv where it is missing, and works without network once everything is there.
cd "$(dirname "$0")/.." || exit 1
export UV_PYTHON_PREFERENCE=system PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
export UV_SYSTEM_CERTS=true # school networks that read along have certificates of their own

stop() {
  echo
  echo "$1"
  [ -t 0 ] && { echo "Enter = close / sluiten"; read -r _; }
  exit 1
}

# On a Mac without Apple's tools `python3` only offers to install them.
has_python() {
  command -v python3 >/dev/null 2>&1 && { [ "$(uname)" != Darwin ] || xcode-select -p >/dev/null 2>&1; }
}

PATH="$PATH:$HOME/.local/bin"
for folder in "$HOME"/Library/Python/*/bin; do PATH="$PATH:$folder"; done
export PATH
if ! command -v uv >/dev/null 2>&1 && [ -x .venv/bin/demo ]; then
  exec .venv/bin/demo "$@"
fi
if command -v uv >/dev/null 2>&1; then
  run_uv() { uv "$@"; }
elif has_python && { python3 -m uv --version || python3 -m pip install --user uv ||
  python3 -m pip install --user --break-system-packages uv; }; then
  run_uv() { python3 -m uv "$@"; }
elif curl --connect-timeout 15 -LsSf https://astral.sh/uv/install.sh | sh && command -v uv >/dev/null 2>&1; then
  run_uv() { uv "$@"; }  # it gets Python too
else
  stop "uv could not be fetched. Is there a network? / uv kon niet opgehaald worden. Is er internet? (start/README.md)"
fi

if [ -d .venv ]; then
  run_uv run --no-dev --offline demo "$@" && exit 0
fi
run_uv run --no-dev demo "$@" || stop "See start/README.md. / Zie start/README.md."
