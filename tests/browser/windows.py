"""Windows of a browser, as officers have them, and what is looked at in each."""

import time

from axe_playwright_python.base import AXE_SCRIPT

PATIENCE = 60_000
"""Milliseconds. A slow machine is no fault."""
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 320, "height": 640}
"""The second is also what a window of 1280 shows at 400 %."""
NOON, LATER = "2026-11-04T12:00:00Z", "2026-11-04T13:00:00Z"
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
_QUICK_AXE = """() => {
  const { prototype } = axe.commons.color.Color;
  const [parse, known] = [prototype.parseString, new Map()];
  prototype.parseString = function (text) {
    if (!known.has(text)) known.set(text, (({ r, g, b, alpha }) => [r, g, b, alpha])(parse.call(this, text)));
    else [this.r, this.g, this.b, this.alpha] = known.get(text);
    return this;
  };
}"""
"""Axe reads the same few colours anew for each element, which is a third of its work. Here it reads each once."""
_OVERFLOWING = """() => [...document.querySelectorAll('body *')].filter((it) => {
  const box = it.getBoundingClientRect();
  return box.width && box.right > document.documentElement.clientWidth + 1 && !it.closest('.wide, .govuk-skip-link, .govuk-visually-hidden');
}).map((it) => it.outerHTML.slice(0, 120))"""


class Windows:
    """Opens windows and hears what their pages complain of: errors, and what the policy of the page forbids."""

    def __init__(self, browser):
        self.complaints, self._browser, self._contexts, self._kept = [], browser, [], {}

    def __call__(self, end, officer=None, **how):
        """Open a window, of an officer who is in already or of nobody. `how` is playwright's for a context."""
        context = self._browser.new_context(
            **{"base_url": end.settings.inbox_url, "viewport": WIDE, "locale": "en-GB", **how}
        )
        self._contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if officer is not None:
            cookie = end.client(officer).get_cookie("ivr", domain="127.0.0.1")
            context.add_cookies([{"name": "ivr", "value": cookie.value, "url": end.settings.inbox_url}])
        page = context.new_page()
        page.on("console", lambda said: self._hear(said))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def kept(self, end, officer=None):
        """Return the window of this officer that stays open from test to test: to open one is more work than most pages are."""
        whose = (end.settings.inbox_url, officer and officer.officer_id)
        if whose not in self._kept:
            self._kept[whose] = self(end, officer)
        return self._kept[whose]

    def close(self):
        for context in self._contexts:
            context.close()

    def _hear(self, said):
        # An answer that is an error is not the page's own, and is looked at where it is expected.
        if said.type in ("error", "warning") and "Failed to load resource" not in said.text:
            self.complaints.append(said.text)


def stop_time(page):
    """Let the clock of the page's next documents stand still but for `page.clock.run_for`: however slow the machine, no more
    time passes than the test says."""
    page.clock.install(time=NOON)
    page.clock.pause_at(LATER)  # it has begun to go by now, and never goes back


def until(page, holds):
    """Wait until an expression is true. The policy of the pages lets playwright's own way make no code of text."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(holds):
        assert time.monotonic() < deadline, holds
        page.wait_for_timeout(20)


def follow(page, target):
    """Click on what leads to another page, and wait until that is there: `click` alone does not."""
    with page.expect_navigation():
        target.click()


def problems(page, *only, within="html"):
    """Return what axe finds on a page, or `within` a part of it, each in one line; with `only`, by these rules alone."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
        page.evaluate(_QUICK_AXE)
    run = {"type": "rule", "values": list(only)} if only else {"type": "tag", "values": _TAGS}
    found = page.evaluate(
        "async ([within, options]) => (await axe.run(within, options)).violations",
        [within, {"runOnly": run, "resultTypes": ["violations"]}],
    )
    return [
        f"{it['id']}: {node['html'][:200]} ({node['failureSummary'][:300]})"
        for it in found
        for node in it["nodes"]
    ]


def too_wide(page):
    """Return what makes a page scroll sideways; nothing where it does not."""
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide <= page.viewport_size["width"]:
        return []
    return [f"{wide} pixels", *page.evaluate(_OVERFLOWING)]


def troubles(page):
    """Return all that can be measured to be wrong with a page: by day, by night, and in a narrow window."""
    found = problems(page)
    try:
        page.emulate_media(color_scheme="dark")
        found += [f"by night: {it}" for it in problems(page, "color-contrast", "link-in-text-block")]
        page.set_viewport_size(NARROW)
        found += [f"too wide: {it}" for it in too_wide(page)]
    finally:  # the next page in this window begins as they all do
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(WIDE)
    return found
