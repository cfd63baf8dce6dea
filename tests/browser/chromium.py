"""Which Chromium the browser tests drive, and how it is started."""

import os
import shutil
from pathlib import Path

NEVER = (
    # What playwright turns off, for of two such lists only the last one, this, counts.
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "TcpPortRandomizationWin",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    # The list below the field for addresses is two pages, which each window opens and nobody sees: a second of work.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
)
"""Features of Chromium that no page has to do with."""
ARGUMENTS = [
    "--no-sandbox",  # only pages of this test's own are opened, often as root in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--autoplay-policy=user-gesture-required",
    "--mute-audio",
    f"--disable-features={','.join(NEVER)}",
    "--use-fake-device-for-media-stream",  # a microphone that beeps; pages are still asked whether they may listen
]
NONE = (
    "The browser tests need Chromium, and there is none. As root, on Debian: apt-get install chromium; elsewhere: "
    ".venv/bin/playwright install --with-deps chromium. Or name one: CHROMIUM=/path/to/chrome"
)


def find():
    """Return the path of a Chromium that is on this machine.

    Raises:
        RuntimeError: there is none. That is an error, never a reason to skip.
    """
    for name in (
        os.environ.get("CHROMIUM"),
        "chromium",
        "google-chrome-stable",
        "google-chrome",
        "chromium-browser",
    ):
        if name and (path := shutil.which(name)):
            return path
    own = playwrights()
    if not Path(own).exists():
        raise RuntimeError(NONE)
    return own


def playwrights():
    """Return where playwright keeps one, if it has fetched it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


if __name__ == "__main__":
    print(playwrights())
