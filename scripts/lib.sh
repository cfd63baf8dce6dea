# shellcheck shell=bash
# What scripts/test and scripts/serve share: from a bare Python to a ready .venv. Sourced, never run.
#
# Everything goes into .venv; nothing outside the project is changed, but for one case: on Debian and Ubuntu, as
# root, with no way to make a virtual environment, the system's own package for that is installed with apt-get.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root" || exit 1
venv=$root/.venv
stamp=$venv/.ready
# Without compiled modules each of the many processes of a line, and of its tests, would take seconds more to start.
unset PYTHONDONTWRITEBYTECODE
unset PYTHONHOME PYTHONPATH PIP_USER PIP_TARGET PIP_PREFIX PIP_REQUIRE_VIRTUALENV VIRTUAL_ENV
export UV_PYTHON_DOWNLOADS=never PIP_DISABLE_PIP_VERSION_CHECK=1

say() { printf '%s\n' "== $*" >&2; }
die() {
    printf '%s\n' "$@" >&2
    exit 1
}

# A Python that this project runs on: 3.11, 3.12 or 3.13. A name may exist and not work (pyenv's do that), so try each.
suitable() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1; }
version() { "$1" -c 'import platform; print(platform.python_version())'; }
find_python() {
    local candidate
    for candidate in ${PYTHON:+"$PYTHON"} "$venv/bin/python" python3.11 python3.12 python3.13 python3 python; do
        if suitable "$candidate"; then
            "$candidate" -c 'import sys; print(getattr(sys, "_base_executable", "") or sys.executable)'
            return
        fi
    done
    die "This needs Python 3.11, 3.12 or 3.13, and none was found." \
        "On Debian or Ubuntu: apt-get install python3 python3-venv" \
        "If it is somewhere else: PYTHON=/path/to/python3 $0"
}

# Ready means: made in this folder, by this Python, from these files.
wanted() {
    printf '%s\n' "$root"
    "$1" -c 'import platform, sys; print(sys.executable, platform.python_version())'
    cat requirements.lock pyproject.toml scripts/lib.sh
}

find_uv() {
    local candidate
    for candidate in "$venv/bin/uv" uv; do
        if "$candidate" --version >/dev/null 2>&1; then
            command -v "$candidate"
            return
        fi
    done
}

# One requirement of the lock file, hashes and all.
locked() { awk -v name="$1==" 'index($0, name) == 1 { on = 1 } on { print } on && !/\\$/ { exit }' requirements.lock; }

make_venv() {
    local python=$1 uv
    # One that was made in another folder and moved here would run that folder's programs.
    if suitable "$venv/bin/python" && [ "$(version "$venv/bin/python")" = "$(version "$python")" ] &&
        grep -qF "$venv" "$venv/bin/activate"; then
        return
    fi
    say "Making a virtual environment in .venv"
    uv=$(find_uv)
    if "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        "$python" -m venv --clear "$venv"
    elif [ -n "$uv" ] && [ "$uv" != "$venv/bin/uv" ]; then
        "$uv" venv --quiet --clear --python "$python" "$venv"
    elif "$python" -m virtualenv --version >/dev/null 2>&1; then
        "$python" -m virtualenv --quiet --clear "$venv"
    elif "$python" -m pip --python "$python" --version >/dev/null 2>&1 &&
        "$python" -m venv --clear --without-pip "$venv" >/dev/null 2>&1; then
        : # the system's pip can install into it
    else
        local package
        package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            say "Installing $package with apt-get: this Python cannot make a virtual environment without it"
            apt-get update -qq >&2 || true
            DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$package" >&2
            "$python" -m venv --clear "$venv"
        else
            die "This Python cannot make a virtual environment. On Debian or Ubuntu, run this and try again:" \
                "    sudo apt-get install $package"
        fi
    fi
}

# pip for .venv: its own, or the system's where it has none.
pip() {
    if "$venv/bin/python" -m pip --version >/dev/null 2>&1 || "$venv/bin/python" -m ensurepip >/dev/null 2>&1; then
        "$venv/bin/python" -m pip "$@"
    else
        "$python" -m pip --python "$venv/bin/python" "$@"
    fi
}

install_uv() {
    local requirement
    [ -z "$(find_uv)" ] || return 0
    say "Installing uv into .venv"
    requirement=$venv/uv.txt
    locked uv >"$requirement"
    pip install --quiet --require-hashes -r "$requirement" || say "uv could not be installed; pip does instead"
}

# uv does not read pip's settings. Where packages come from is often written only there, so hand it over.
as_pip_is_configured() {
    local settings
    settings=$(pip config list 2>/dev/null | "$venv/bin/python" scripts/pip_settings.py) && eval "$settings"
}

install_packages() {
    local uv
    uv=$(find_uv)
    say "Installing the packages of requirements.lock into .venv"
    if [ -n "$uv" ] && (
        as_pip_is_configured
        "$uv" pip install --quiet --python "$venv/bin/python" --require-hashes -r requirements.lock &&
            "$uv" pip install --quiet --python "$venv/bin/python" --no-deps --no-build-isolation --editable .
    ); then
        return
    fi
    say "Trying once more with pip"
    pip install --quiet --require-hashes -r requirements.lock
    pip install --quiet --no-deps --no-build-isolation --editable .
}

setup() {
    local python
    python=$(find_python) || exit 1
    (umask 077 && mkdir -p var && : >>var/setup.lock)
    chmod 700 var # what callers leave is kept there
    if command -v flock >/dev/null; then # two scripts started at once must not both install
        exec 9>var/setup.lock
        flock 9
    fi
    if [ ! -x "$venv/bin/ivr" ] || ! wanted "$python" | cmp -s - "$stamp"; then
        make_venv "$python"
        install_uv
        install_packages
        wanted "$python" >"$stamp.new" && mv "$stamp.new" "$stamp"
    fi
    exec 9>&-
    export PATH="$venv/bin:$PATH" VIRTUAL_ENV="$venv"
}
