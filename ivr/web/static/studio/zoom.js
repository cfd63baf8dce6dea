// A picture that is larger than its window: it scrolls by arrows and by dragging, and grows and shrinks by + − 0.

const STEP = 1.25;
const LEAST = 0.03;
const MOST = 3;
const MARGIN = 40; // pixels around what is to be seen

/** Let a picture in `window_` be zoomed, by keys there and by the buttons in `tools`. */
export function zoomable(window_, tools) {
  let svg = null;
  let scale = 1;
  let natural = { width: 1, height: 1 };

  window_.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const does = { "+": "in", "=": "in", "-": "out", 0: "all" }[event.key];
    if (!does) return;
    zoom(does);
    event.preventDefault();
    event.stopPropagation();
  });
  window_.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return; // without it the wheel scrolls, as everywhere
    event.preventDefault();
    to(scale * (event.deltaY < 0 ? 1.1 : 1 / 1.1), event.clientX, event.clientY);
  }, { passive: false });
  drag(window_);
  tools.addEventListener("click", (event) => {
    const does = event.target.closest("[data-zoom]")?.dataset.zoom;
    if (does) zoom(does);
  });

  /** Show another picture, at the size the last one had; the first one so that it can be read. */
  function put(next) {
    const first = !svg;
    const box = next.viewBox.baseVal;
    natural = { width: box.width || 1, height: box.height || 1 };
    svg = next;
    const { scrollLeft, scrollTop } = window_;
    window_.replaceChildren(svg);
    to(first ? Math.max(1, Math.min(MOST, fitting())) : scale);
    window_.scrollTo(scrollLeft, scrollTop);
  }

  function fitting() {
    return Math.min((window_.clientWidth - 4) / natural.width, (window_.clientHeight - 4) / natural.height);
  }

  function zoom(does) {
    if (does === "all") to(fitting());
    else to(scale * (does === "in" ? STEP : 1 / STEP));
  }

  /** Set the size, and keep in place what is under a point; without one, the middle of the window. */
  function to(wanted, x, y) {
    if (!svg) return;
    const frame = window_.getBoundingClientRect();
    const [atX, atY] = x === undefined ? [frame.width / 2, frame.height / 2] : [x - frame.x, y - frame.y];
    const before = scale;
    scale = Math.min(MOST, Math.max(LEAST, wanted));
    svg.setAttribute("width", String(Math.round(natural.width * scale)));
    svg.setAttribute("height", String(Math.round(natural.height * scale)));
    const more = scale / before;
    window_.scrollTo((window_.scrollLeft + atX) * more - atX, (window_.scrollTop + atY) * more - atY);
  }

  /** Scroll so that a part of the picture can be seen, and no further. */
  function see(part) {
    const box = part.getBoundingClientRect();
    const frame = window_.getBoundingClientRect();
    const shift = (low, high, least, most) => {
      if (low < least + MARGIN) return low - least - MARGIN;
      return high > most - MARGIN ? Math.min(high - most + MARGIN, low - least - MARGIN) : 0;
    };
    window_.scrollBy(shift(box.left, box.right, frame.left, frame.right), shift(box.top, box.bottom, frame.top, frame.bottom));
  }

  return { put, see };
}

/** Let a mouse move what is in a window. Touch does so by itself; keys have the arrows. */
function drag(window_) {
  let last = null;
  let moved = 0;
  window_.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" && event.button === 0) last = event;
    moved = 0;
  });
  window_.addEventListener("pointermove", (event) => {
    if (!last || !(event.buttons & 1)) return;
    window_.scrollBy(last.clientX - event.clientX, last.clientY - event.clientY);
    moved += Math.abs(last.clientX - event.clientX) + Math.abs(last.clientY - event.clientY);
    last = event;
  });
  addEventListener("pointerup", () => {
    last = null;
  });
  // Whoever has moved the picture did not mean to choose what the mouse ended on.
  window_.addEventListener("click", (event) => moved > 5 && event.stopImmediatePropagation(), { capture: true });
}
