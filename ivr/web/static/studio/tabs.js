// Tabs, as the ARIA practices have them: arrows go from one to the next, Home and End to the first and last.

/** Let a list of tabs show one pane at a time; `shown(name)` is told which. */
export function tabs(list, shown = () => {}) {
  const all = [...list.querySelectorAll("[role=tab]")];

  function choose(tab, focus) {
    for (const one of all) {
      const is = one === tab;
      one.setAttribute("aria-selected", String(is));
      one.tabIndex = is ? 0 : -1;
      document.getElementById(one.getAttribute("aria-controls")).hidden = !is;
    }
    if (focus) tab.focus();
    shown(tab.id.replace("tab-", ""));
  }

  for (const tab of all) tab.addEventListener("click", () => choose(tab, false));
  list.addEventListener("keydown", (event) => {
    const at = all.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    choose(all[(to + all.length) % all.length], true);
    event.preventDefault();
    event.stopPropagation();
  });
}
