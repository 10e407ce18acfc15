#!/bin/sh
# From nothing to a served application: installs what is missing, prepares the database, serves.
# Safe to repeat; a second start takes seconds.
set -eu

usage() {
    cat <<'TEXT'
Usage: ./run.sh [--bind HOST:PORT] [--data DIR] [--empty]
       ./run.sh --hall [--address ADDRESS] [--bind :PORT] [--data DIR]

  --bind HOST:PORT   where to serve (default 127.0.0.1:8000)
  --data DIR         where the database, files and secrets are kept (default ./data)
  --empty            start without demo data
  --hall             serve the phones of a hall from this laptop: finds its address in the
                     hall's network, needs no internet once installed, loads no demo data
  --address ADDRESS  with --hall: which of several addresses or interfaces to serve at
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
hall=
address=

while [ $# -gt 0 ]; do
    case $1 in
        --bind | --data | --address)
            [ $# -ge 2 ] || { echo "$1 needs a value" >&2; usage >&2; exit 2; }
            case $1 in --bind) bind=$2 ;; --data) data=$2 ;; *) address=$2 ;; esac
            shift 2
            ;;
        --address=*) address=${1#*=}; shift ;;
        --hall) hall=--hall; shift ;;
        --bind=*) bind=${1#*=}; shift ;;
        --data=*) data=${1#*=}; shift ;;
        --empty) empty=--empty; shift ;;
        -h | --help) usage; exit 0 ;;
        *) echo "Unknown option: $1" >&2; usage >&2; exit 2 ;;
    esac
done
case $data in /*) ;; *) data=$PWD/$data ;; esac

. "$root/scripts/install.sh"

packages="ca-certificates python3 python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
# In a hall nothing can be fetched. Better to say so at once than to wait for a network.
if [ -n "$hall" ] && ! all_installed requirements.txt $packages && ! has_way_out; then
    stop "Takar belum terpasang lengkap di laptop ini, dan tidak ada internet untuk memasangnya.
Sambungkan laptop ke internet sekali saja, jalankan ./run.sh, tunggu sampai tertulis
\"Takar berjalan\", lalu hentikan dengan Ctrl-C. Sesudah itu ./run.sh --hall bekerja tanpa internet."
fi
say "[1/4] Debian packages"
# shellcheck disable=SC2086
install_packages $packages
say "[2/4] Python environment"
make_environment
say "[3/4] Python packages"
install_lock requirements.txt
say "[4/4] Starting"
cd "$root"
# The bare system has no UTF-8 locale; the QR code and Indonesian texts need one.
export PYTHONUTF8=1
exec "$root/.venv/bin/assess" serve --bind "$bind" --data "$data" $empty $hall \
    ${address:+--address "$address"}
