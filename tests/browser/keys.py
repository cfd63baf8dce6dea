"""Working without a mouse: the Tab key gets everywhere, and shows where it is."""

MOST = 150
_SHOWN = """(target) => {
  const it = document.activeElement;
  const box = it.getBoundingClientRect();
  const seen = (style) => (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 &&
    !/, 0\\)$|transparent/.test(style.outlineColor)) || style.boxShadow !== 'none';
  const label = it.matches('input[type=radio], input[type=checkbox]') && it.labels.length && it.labels[0];
  return {
    what: it.outerHTML.slice(0, 160),
    shown: it === document.body || it.matches('audio, main') || seen(getComputedStyle(it)) ||
      Boolean(label && seen(getComputedStyle(label, '::before'))),
    there: box.bottom > 0 && box.top < innerHeight,
    reached: target.contains(it),
  };
}"""


def reach(page, target):
    """Press Tab until `target` has the focus. On the way, the focus can always be seen.

    Raises:
        AssertionError: Tab does not get there, or the focus went somewhere unseen.
    """
    handle = target.element_handle()
    for _ in range(MOST):
        page.keyboard.press("Tab")
        focus = page.evaluate(_SHOWN, handle)
        assert focus["shown"], f"the focus cannot be seen on {focus['what']}"
        assert focus["there"], f"the focus is outside the window on {focus['what']}"
        if focus["reached"]:
            return
    raise AssertionError(f"the Tab key does not get to {target}")
