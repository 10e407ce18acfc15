# Shared by run.sh and test.sh, which read it with `.`: Debian packages, the virtual environment
# and the hashed lock. Needs `root` (the project's folder). Everything here is safe to repeat.

say() { printf '%s\n' "$*"; }
stop() { printf '%s\n' "$*" >&2; exit 1; }

missing_packages() {
    for package in "$@"; do
        state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) || state=absent
        [ "$state" = installed ] || printf ' %s' "$package"
    done
}

# all_installed LOCK NAME...: whether a start would find everything where it is.
all_installed() {
    lock=$1
    shift
    stamp="$root/.venv/installed-$(basename "$lock").sha256"
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(sha256sum <"$root/$lock")" ] || return 1
    "$root/.venv/bin/python" -c '' 2>/dev/null || return 1
    ! command -v dpkg-query >/dev/null 2>&1 || [ -z "$(missing_packages "$@")" ]
}

# Whether this machine knows a way to other networks; it says nothing about what is there.
has_way_out() {
    awk 'NR > 1 && $2 == "00000000" { found = 1 } END { exit !found }' \
        "${routes:-/proc/net/route}" 2>/dev/null
}

# install_packages NAME...: what is missing, with apt-get, as root or with sudo.
install_packages() {
    if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
        say "      this is not Debian: please see to it that the equivalents of these are installed:"
        say "      $*"
        return 0
    fi
    missing=$(missing_packages "$@")
    if [ -z "$missing" ]; then
        say "      all present"
        return 0
    fi
    options="install --yes --no-install-recommends"
    say "      installing:$missing"
    if [ "$(id -u)" = 0 ]; then
        as_root=""
    elif command -v sudo >/dev/null 2>&1; then
        as_root="sudo"
        say "      sudo may ask for your password"
    else
        stop "Packages are missing, and this needs root. Please run as root, then start again:
    apt-get update && apt-get $options$missing"
    fi
    log=$(mktemp)
    # RUNLEVEL=1: install servers (PostgreSQL for the tests) without starting them.
    # shellcheck disable=SC2086
    if ! { $as_root apt-get update && $as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
        apt-get $options $missing; } >"$log" 2>&1; then
        tail -n 15 "$log" >&2
        rm -f "$log"
        stop "The packages could not be installed. Please run this, then start again:
    $as_root apt-get update && $as_root apt-get $options$missing"
    fi
    rm -f "$log"
}

new_enough() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for python in python3 /usr/bin/python3 python3.13 python3.12 python3.11; do
        if new_enough "$python"; then
            command -v "$python"
            return 0
        fi
    done
    stop "Python 3.11 or newer with its venv module was not found."
}

make_environment() {
    if ! "$root/.venv/bin/python" -c '' 2>/dev/null; then
        rm -rf "$root/.venv"
        python=$(find_python)
        "$python" -m venv "$root/.venv"
        say "      made .venv with $("$root/.venv/bin/python" --version)"
    fi
    write_launcher
}

# The project is used where it lies: one line puts it on the path of .venv, and one file is the
# command. Building and installing a package would fetch a build tool that no lock has hashed.
write_launcher() {
    packages=$("$root/.venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    printf '%s\n' "$root" >"$packages/takar.pth"
    cat >"$root/.venv/bin/assess" <<LAUNCHER
#!/bin/sh
exec "$root/.venv/bin/python" -P -c '
import sys
from assess.cli import main
sys.argv[0] = "assess"
sys.exit(main())' "\$@"
LAUNCHER
    chmod 755 "$root/.venv/bin/assess"
}

# install_lock FILE: the packages of a lock, each checked against its hash; nothing to do when
# this very lock has been installed before.
install_lock() {
    lock=$1
    stamp="$root/.venv/installed-$(basename "$lock").sha256"
    sum=$(sha256sum <"$root/$lock")
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$sum" ]; then
        say "      $lock unchanged"
        return 0
    fi
    total=$(grep -c '^[a-z0-9].*==' "$root/$lock")
    log="$root/.venv/install.log"
    # What is asked for comes from the lock and from the machine's own pip settings. pip speaks
    # of much that does not matter here; it goes to a file, of which a failure shows the end.
    {
        code=0
        "$root/.venv/bin/python" -m pip install --disable-pip-version-check --no-input \
            --progress-bar off --require-hashes --only-binary :all: -r "$root/$lock" 2>&1 || code=$?
        printf 'exit %s\n' "$code"
    } | tee "$log" | awk -v total="$total" '
        /^(Collecting|Requirement already satisfied)/ {
            seen++
            if (seen % 20 == 0) { printf "      %d of about %d packages found\n", seen, total; fflush() }
        }
        /^Installing collected/ { print "      unpacking"; fflush() }'
    if [ "$(tail -n 1 "$log")" != "exit 0" ]; then
        tail -n 15 "$log" >&2
        stop "The Python packages could not be installed; the whole story is in $log"
    fi
    printf '%s\n' "$sum" >"$stamp"
}
