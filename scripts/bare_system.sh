#!/bin/sh
# Proof that ./run.sh serves on an empty Debian 12: debootstrap, clone, run, ask for a page.
# Usage: bare_system.sh [--tests] [FOLDER]     as root; FOLDER (default under /var/tmp) is removed
# at the end unless KEEP=1. PORT (default 8765) is served on; TESTS names the parts of test.sh.
set -eu

source=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
tests=no
if [ "${1-}" = --tests ]; then tests=yes; shift; fi
bare=${1-/var/tmp/takar-bare}
bind=127.0.0.1:${PORT-8765}
mirror=$(sed -n -e 's/^URIs: *\([^ ]*\/debian\/*\)$/\1/p' -e 's/^deb \(\[[^]]*\] \)\{0,1\}\([^ ]*\/debian\/*\) .*/\2/p' \
    /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2>/dev/null | head -n 1)

[ "$(id -u)" = 0 ] || { echo "This needs root." >&2; exit 1; }
command -v debootstrap >/dev/null || { echo "apt-get install debootstrap" >&2; exit 1; }
if [ -e "$bare" ]; then
    # Only a system that an earlier run made is replaced.
    [ -f "$bare/made-by-bare_system.sh" ] || { echo "$bare exists; remove it first" >&2; exit 1; }
    ! grep -q " $bare/" /proc/mounts || { echo "$bare is still mounted" >&2; exit 1; }
    rm -rf "$bare"
fi

server=
leave() {
    code=$?
    trap - EXIT INT TERM
    [ -z "$server" ] || kill -TERM "$server" 2>/dev/null || true
    [ -z "$server" ] || wait "$server" 2>/dev/null || true
    for place in dev/shm dev proc; do
        umount "$bare/$place" 2>/dev/null || umount -l "$bare/$place" 2>/dev/null || true
    done
    if [ "${KEEP-}" != 1 ] && ! grep -q " $bare/" /proc/mounts; then rm -rf "$bare"; fi
    exit "$code"
}
trap leave EXIT INT TERM

echo "== An empty Debian 12 in $bare"
mkdir -p "$bare"
: >"$bare/made-by-bare_system.sh"
debootstrap --variant=minbase bookworm "$bare" ${mirror:+"$mirror"} >"$bare/debootstrap.log"
cp /etc/resolv.conf "$bare/etc/resolv.conf"
# The way to the packages is the machine's own: certificates, and settings of apt and pip.
# The certificates lie beside Debian's own, which installing ca-certificates makes anew.
mkdir -p "$bare/etc/ssl"
cp -L /etc/ssl/certs/ca-certificates.crt "$bare/etc/ssl/of-this-machine.crt"
[ ! -f /etc/pip.conf ] || cp /etc/pip.conf "$bare/etc/pip.conf"
for file in /etc/apt/apt.conf.d/*proxy* /etc/apt/apt.conf.d/*Valid* /etc/apt/apt.conf.d/*registry*; do
    [ ! -f "$file" ] || cp "$file" "$bare/etc/apt/apt.conf.d/"
done
mount --bind /proc "$bare/proc"
mount --bind /dev "$bare/dev"
mount -t tmpfs -o size=512m tmpfs "$bare/dev/shm" 2>/dev/null || true

echo "== The committed state"
git clone --quiet --no-hardlinks "$source" "$bare/takar"
for absent in python3 make gcc; do
    ! chroot "$bare" sh -c "command -v $absent" >/dev/null || { echo "not bare: $absent" >&2; exit 1; }
done

# A plain command and no function: in the background its process is the server itself.
enter="chroot $bare env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin"
enter="$enter PIP_CERT=/etc/ssl/of-this-machine.crt"
# Asked from inside, with the Python that run.sh has made.
page() {
    $enter /takar/.venv/bin/python - "$bind" <<'PY'
import sys, urllib.request
with urllib.request.urlopen(f"http://{sys.argv[1]}/", timeout=10) as answer:
    body = answer.read().decode()
assert answer.status == 200 and "<h1" in body, body[:200]
PY
}
start() {
    echo "== ./run.sh, $1 start"
    begun=$(date +%s)
    $enter sh -c "cd /takar && exec ./run.sh --bind $bind" >"$bare/run-$1.log" 2>&1 &
    server=$!
    # Its own words first: something else may answer at this address.
    until grep -q "http://$bind" "$bare/run-$1.log" && page 2>/dev/null; do
        kill -0 "$server" 2>/dev/null || { cat "$bare/run-$1.log"; echo "it stopped" >&2; exit 1; }
        [ $(($(date +%s) - begun)) -lt 1200 ] || { cat "$bare/run-$1.log"; exit 1; }
        sleep 1
    done
    echo "== served after $(($(date +%s) - begun)) seconds; it said:"
    cat "$bare/run-$1.log"
    kill -TERM "$server"
    wait "$server" || true
    server=
}
start first
start second

if [ "$tests" = yes ]; then
    echo "== ./test.sh"
    begun=$(date +%s)
    $enter CI=true sh -c "cd /takar && ./test.sh ${TESTS-} </dev/null"
    echo "== passed after $(($(date +%s) - begun)) seconds"
fi
