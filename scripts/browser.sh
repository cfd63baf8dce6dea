# shellcheck shell=bash
# What the browser tests need besides the packages: Chromium. Sourced by scripts/test, never run; scripts/serve needs none.
#
# Debian's own is installed with apt-get where this runs as root. Ubuntu has it only as a snap, which does not run
# everywhere, so there playwright fetches one. Another can be named: CHROMIUM=/path/to/chrome scripts/test

find_chromium() {
    local candidate
    for candidate in ${CHROMIUM:+"$CHROMIUM"} chromium google-chrome-stable google-chrome chromium-browser; do
        if "$candidate" --version >/dev/null 2>&1; then
            command -v "$candidate"
            return
        fi
    done
    candidate=$(python -m tests.browser.chromium) # where playwright keeps its own
    "$candidate" --version >/dev/null 2>&1 && echo "$candidate" || true
}

in_debian() { apt-cache policy chromium 2>/dev/null | grep -q 'Candidate: [0-9]'; }

install_chromium() {
    [ -z "$(find_chromium)" ] || return 0
    command -v apt-get >/dev/null ||
        die "The browser tests need Chromium, and there is none. Install it, or name one: CHROMIUM=/path/to/chrome $0"
    if [ "$(id -u)" != 0 ]; then
        in_debian && die "The browser tests need Chromium. Run this and try again:" "    sudo apt-get install chromium"
        die "The browser tests need Chromium. Run this and try again:" \
            "    sudo $venv/bin/playwright install-deps chromium && $venv/bin/playwright install chromium"
    fi
    say "Installing Chromium for the browser tests"
    apt-get update -qq >&2 || true
    if in_debian; then
        DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium >&2
    else
        playwright install --with-deps chromium >&2
    fi
    [ -n "$(find_chromium)" ] || die "Chromium was installed, and does not run. The browser tests need it."
}
