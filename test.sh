#!/bin/sh
# From nothing to passing tests: installs what is missing, then linters and every test.
# Safe to repeat.
set -eu

usage() {
    cat <<'TEXT'
Usage: ./test.sh [NAME...] [-- ARGUMENTS FOR PYTEST]

  ./test.sh                        everything: linters, then all tests, with Chromium and PostgreSQL
  ./test.sh lint                   the linters alone
  ./test.sh tests                  the tests alone
  ./test.sh -- tests/scoring -k name   these tests alone, arguments as pytest knows them
  ./test.sh --list                 the names that may be given, long campaigns among them
  ./test.sh --help                 this text

With CI=true a test that would be skipped fails.
TEXT
}

list() {
    cat <<'TEXT'
lint         style, format, types, layers, templates                            1 minute
tests        every test, with Chromium and PostgreSQL                           under 15 minutes
properties   the tests of properties, each with 50 times as many examples       long
speed        benchmarks/: journeys, pages and documents beside their anchors    10 minutes
oracle       100,000 random surveys against exact fractions                     20 minutes
mutation     one change at a time in the calculator: does a test notice?         an hour
chaos        deaths, lost answers, power cuts, disk faults (root, strace)       an hour and more
bare         ./run.sh in an empty Debian 12 (root, debootstrap, 2 GB of disk)   10 minutes

./test.sh alone means: lint tests
TEXT
}

root=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
names=
selected=no
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help) usage; exit 0 ;;
        --list) list; exit 0 ;;
        --) shift; selected=yes; break ;;
        lint | tests | properties | speed | oracle | mutation | chaos | bare) names="$names $1"; shift ;;
        *) echo "Unknown name: $1" >&2; usage >&2; exit 2 ;;
    esac
done
if [ -z "$names" ]; then
    if [ "$selected" = yes ]; then names=tests; else names="lint tests"; fi
fi

. "$root/scripts/install.sh"
cd "$root"
export PYTHONUTF8=1

say "== Preparing"
# libatomic1 is for the driver inside the Playwright package.
install_packages ca-certificates python3 python3-venv libpango-1.0-0 libpangoft2-1.0-0 \
    libharfbuzz-subset0 chromium libatomic1 postgresql poppler-utils
make_environment
install_lock requirements-dev.txt
python=$root/.venv/bin/python

# check TITLE COMMAND...: all linters run; what failed is said at the end.
failed=
check() {
    title=$1
    shift
    say "-- $title"
    "$@" || failed="$failed $title,"
}

lint() {
    check "style" "$python" -m ruff check .
    check "format" "$python" -m ruff format --check .
    check "types" "$python" -m mypy
    check "layers" "$root/.venv/bin/lint-imports" --no-cache
    check "templates" "$python" -m djlint templates --lint --quiet
    [ -z "$failed" ] || stop "Linters found faults:${failed%,}"
}

# Two processes on a machine of two cores; a test selected by hand runs in one, in order.
all_tests() {
    if [ "$selected" = yes ]; then
        "$python" -m pytest "$@"
    else
        "$python" -m pytest -n 2 --dist loadfile
    fi
}

for name in $names; do
    say "== $name"
    case $name in
        lint) lint ;;
        tests) all_tests "$@" ;;
        properties) HYPOTHESIS_PROFILE=campaign "$python" -m pytest -n 2 -m hypothesis "$@" ;;
        speed) "$python" benchmarks/journeys.py "$@" ;;
        oracle)
            ASSESS_ORACLE_SURVEYS=${ASSESS_ORACLE_SURVEYS:-100000} \
                "$python" -m pytest tests/scoring/test_oracle.py "$@" ;;
        mutation) "$python" -m tests.mutation "$@" ;;
        chaos)
            install_packages strace e2fsprogs
            "$python" -m tests.chaos "$@" ;;
        bare) sh "$root/scripts/bare_system.sh" "$@" ;;
    esac
done
say "== Passed: $names"
