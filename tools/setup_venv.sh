#!/bin/sh
# Makes the environment and installs the locked set; says clearly what is missing when something is.
# Usage: setup_venv.sh PYTHON VENV REQUIREMENTS
set -eu
python=$1 venv=$2 requirements=$3

missing() {
    printf 'onrecord: %s\n' "$1" >&2
    exit 1
}

command -v "$python" >/dev/null 2>&1 ||
    missing "there is no '$python' here. Install Python 3.11 or newer, or name one: make demo PYTHON=/path/to/python3"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    missing "'$python' is $("$python" -V 2>&1); Onrecord needs Python 3.11 or newer. Name one: make demo PYTHON=python3.11"
"$python" -c 'import venv, ensurepip' 2>/dev/null ||
    missing "this Python has no venv. On Debian and Ubuntu: apt-get install python3-venv"

if [ ! -x "$venv/bin/python" ] || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    printf 'Making %s\n' "$venv"
    "$python" -m venv --clear "$venv" || missing "the environment $venv could not be made (is the disk full?)"
fi

printf 'Installing what %s pins\n' "$requirements"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --only-binary :all: \
    --require-hashes --no-compile --requirement "$requirements" ||
    missing "the packages could not be installed. Is a package index reachable? (pip's own words are above)"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --no-index --no-deps \
    --no-build-isolation --editable . ||
    missing "Onrecord itself could not be installed into $venv (pip's own words are above)"

# Bytecode for the packages and for our own sources, made on all cores where pip takes one. Without ours each of the
# processes that commands and tests start would compile it again wherever Python was told to write none. What cannot be
# compiled is a template of some package and runs nowhere.
"$venv/bin/python" -m compileall -qq -j 0 "$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')" src || true
