#!/bin/sh
# From nothing to a served application: installs what is missing, prepares the database, serves.
# Safe to repeat; a second start takes seconds.
set -eu

usage() {
    cat <<'TEXT'
Usage: ./run.sh [--bind HOST:PORT] [--data DIR] [--empty]

  --bind HOST:PORT   where to serve (default 127.0.0.1:8000)
  --data DIR         where the database, files and secrets are kept (default ./data)
  --empty            start without demo data
  --help             this text

Installs the missing Debian packages (as root or with sudo), makes .venv, installs the locked
Python packages, migrates the database, loads demo data into an empty one, and serves.
Stop it with Ctrl-C. ASSESS_DATABASE_URL chooses PostgreSQL instead of the built-in database.
TEXT
}

root=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
bind=127.0.0.1:8000
data=$root/data
empty=

while [ $# -gt 0 ]; do
    case $1 in
        --bind | --data)
            [ $# -ge 2 ] || { echo "$1 needs a value" >&2; usage >&2; exit 2; }
            if [ "$1" = --bind ]; then bind=$2; else data=$2; fi
            shift 2
            ;;
        --bind=*) bind=${1#*=}; shift ;;
        --data=*) data=${1#*=}; shift ;;
        --empty) empty=--empty; shift ;;
        -h | --help) usage; exit 0 ;;
        *) echo "Unknown option: $1" >&2; usage >&2; exit 2 ;;
    esac
done
case $data in /*) ;; *) data=$PWD/$data ;; esac

. "$root/scripts/install.sh"

say "[1/4] Debian packages"
install_packages ca-certificates python3 python3-venv libpango-1.0-0 libpangoft2-1.0-0 \
    libharfbuzz-subset0
say "[2/4] Python environment"
make_environment
say "[3/4] Python packages"
install_lock requirements.txt
say "[4/4] Starting"
cd "$root"
# The bare system has no UTF-8 locale; the QR code and Indonesian texts need one.
export PYTHONUTF8=1
exec "$root/.venv/bin/assess" serve --bind "$bind" --data "$data" $empty
