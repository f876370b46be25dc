# Shared by the commands of this folder, which source it from the project's root.

unset PYTHONDONTWRITEBYTECODE # what is compiled once starts sooner the next time

say() { printf '%s\n' "$*" >&2; }

fail() { say "$*"; exit 1; }

# step NAME COMMAND…: run a command, say how long it took, show its output only where it fails.
step() {
    step_name=$1
    shift
    printf '  %-36s' "$step_name" >&2
    step_started=$(date +%s)
    step_output=$(mktemp)
    if "$@" >"$step_output" 2>&1; then
        say "$(($(date +%s) - step_started)) s"
        rm -f "$step_output"
    else
        say "failed"
        cat "$step_output" >&2
        rm -f "$step_output"
        return 1
    fi
}

find_python() {
    for python in python3.11 python3.12 python3.13 python3.14 python3 python; do
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then return; fi
    done
    fail "Python 3.11 or later is needed and none was found (on Debian and Ubuntu: apt-get install python3)."
}

# install_lock LOCK: put exactly what the lock names into .venv; a .venv that was never finished is made anew.
install_lock() {
    find_python
    lock_sum=$(cksum <"$1")
    [ "$(cat ".venv/$1.sum" 2>/dev/null)" = "$lock_sum" ] && return
    if ! ls .venv/*.lock.sum >/dev/null 2>&1; then
        rm -rf .venv
        make_venv
    fi
    rm -f ".venv/$1.sum"
    step "installing $1" .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
        --require-hashes --only-binary :all: --requirement "$1"
    echo "$lock_sum" >".venv/$1.sum"
}

make_venv() {
    if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        fail "This Python has no venv module. Install the package python$version-venv (as root: apt-get install python$version-venv) and run this again."
    fi
    step "making .venv" "$python" -m venv .venv
}

find_chromium() {
    for chromium in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
        if [ -n "$chromium" ] && command -v "$chromium" >/dev/null; then return; fi
    done
    return 1
}

# ensure_chromium: find a browser for the page tests, or install Debian's; never go on without one.
ensure_chromium() {
    find_chromium && return
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        step "installing Chromium" install_chromium && find_chromium && return
    fi
    fail "The page tests need Chromium. Install the package chromium, or set CHROMIUM to the path of a Chromium or Chrome."
}

install_chromium() {
    apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends chromium
}

compile_translations() {
    [ -n "$(ls frontend/locale/*/LC_MESSAGES/*.po 2>/dev/null)" ] || return 0
    .venv/bin/pybabel compile --domain=django --directory=frontend/locale
}
