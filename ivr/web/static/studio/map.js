// The map beside the phone: a picture or an outline, which follow the call. A place that is chosen is rung.

import { by, chosen, make, trouble } from "./dom.js";
import { keepRadios } from "./keep.js";
import { tree } from "./server.js";
import { zoomable } from "./zoom.js";

/** Show the map; `jump(node)` rings a place. Returns `draw`, for when the menu has changed, and `names`. */
export function map(call, jump) {
  const picture = by("picture");
  const outline = by("outline");
  const zoom = zoomable(picture, by("zoom"));
  let here = null;
  let over = false; // whether the call has ended there
  let wanted = 0;
  const gone = new Set(); // ways that this call has gone

  keepRadios("map", () => show());
  call.addEventListener("begins", () => {
    gone.clear();
    went();
  });
  call.addEventListener("did", ({ detail: { node, step } }) => {
    gone.add(`${node} ${step}`);
    went();
  });
  call.addEventListener("documents", () => mark(call.state.node ?? call.last?.node ?? null));
  call.addEventListener("ended", () => mark(here));
  for (const place of [picture, outline]) {
    place.addEventListener("click", (event) => {
      const other = place === picture && event.target.closest("[data-to]")?.dataset.to;
      if (other) {
        look(picture.querySelector(`[data-node="${CSS.escape(other)}"]`));
        return;
      }
      const node = named(event.target);
      if (node) jump(node);
    });
  }
  picture.addEventListener("keydown", (event) => {
    const node = named(event.target);
    if (!node || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") jump(node);
    else if (event.key.startsWith("Arrow")) walk(event.target, event.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  by("jump").addEventListener("submit", (event) => {
    event.preventDefault();
    jump(by("jump-to").value);
  });

  function show() {
    const outlined = chosen("map") === "outline";
    picture.hidden = outlined;
    by("zoom").hidden = outlined;
    outline.hidden = !outlined;
    draw();
  }

  /** Draw it anew: the menu, what is unwise in it, or what was tried has changed. */
  async function draw() {
    wanted += 1;
    const mine = wanted;
    try {
      const outlined = chosen("map") === "outline";
      const got = outlined ? await tree("outline", "text/html") : await tree("map.svg", "application/xml");
      if (mine !== wanted) return;
      trouble(by("jump-error"), "");
      if (outlined) outline.replaceChildren(...[...got.body.childNodes].map((node) => document.importNode(node, true)));
      else framed(document.importNode(got.documentElement, true));
      went();
      const node = here;
      here = null;
      mark(node);
    } catch (error) {
      if (mine === wanted) trouble(by("jump-error"), error.message);
    }
  }

  function framed(svg) {
    svg.setAttribute("role", "group");
    svg.removeAttribute("aria-labelledby");
    svg.setAttribute("aria-label", "The menu");
    const nodes = [...svg.querySelectorAll("[data-node]")];
    for (const node of nodes) {
      node.setAttribute("role", "button");
      node.setAttribute("aria-label", `Ring ${node.dataset.node}`);
      node.setAttribute("tabindex", "-1");
    }
    nodes[0]?.setAttribute("tabindex", "0");
    zoom.put(svg);
    places(nodes.map((node) => node.dataset.node));
  }

  function places(names) {
    const select = by("jump-to");
    const before = select.value;
    const unique = [...new Set(names)];
    if (unique.join() === [...select.options].map((option) => option.value).join()) return;
    select.replaceChildren(...unique.map((name) => Object.assign(make("option", "", name), { value: name })));
    if (unique.includes(before)) select.value = before;
  }

  /** Show where the call is, or has ended. */
  function mark(node) {
    const before = [here, over];
    over = Boolean(call.state) && !call.going;
    if (node === before[0] && over === before[1]) return;
    for (const old of document.querySelectorAll("[data-node].here")) {
      old.classList.remove("here", "over");
      old.removeAttribute("aria-current");
      tellOf(old, "");
    }
    here = node;
    if (!node) return;
    for (const place of [picture, outline]) {
      const found = place.querySelector(`[data-node="${CSS.escape(node)}"]`);
      if (!found) continue;
      found.classList.add("here");
      found.classList.toggle("over", over);
      if (over) tellOf(found, ", the call ended here");
      else found.setAttribute("aria-current", "step");
      if (node === before[0]) continue;
      if (place === picture) {
        roving(found);
        zoom.see(found);
      } else {
        found.scrollIntoView?.({ block: "nearest" });
      }
    }
  }

  /** In the picture the words of the flag are drawn; whoever does not see it is told with the name of the place. */
  function tellOf(node, more) {
    const flag = node.querySelector(".flag");
    if (!flag) return; // the outline says it in words of its own
    flag.setAttribute("href", more ? "#sign-flag-over" : "#sign-flag");
    node.setAttribute("aria-label", `Ring ${node.dataset.node}${more}`);
  }

  function look(node) {
    if (!node) return;
    roving(node);
    node.focus({ preventScroll: true });
    zoom.see(node);
  }

  function went() {
    for (const way of picture.querySelectorAll("[data-way]")) way.classList.toggle("went", gone.has(way.dataset.way));
  }

  function roving(node) {
    for (const one of picture.querySelectorAll('[data-node][tabindex="0"]')) one.setAttribute("tabindex", "-1");
    node.setAttribute("tabindex", "0");
  }

  /** Go with an arrow to the nearest place in that direction. */
  function walk(from, arrow) {
    const start = middle(from);
    const ahead = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[arrow];
    let best = null;
    let nearest = Infinity;
    for (const node of picture.querySelectorAll("[data-node]")) {
      const there = middle(node);
      const along = (there.x - start.x) * ahead[0] + (there.y - start.y) * ahead[1];
      const aside = Math.abs((there.x - start.x) * ahead[1]) + Math.abs((there.y - start.y) * ahead[0]);
      const far = along + 3 * aside;
      if (along > 4 && far < nearest) [best, nearest] = [node, far];
    }
    look(best);
  }

  return { draw, here: () => here };
}

function named(element) {
  return element.closest?.("[data-node]")?.dataset.node ?? "";
}

function middle(node) {
  const box = node.getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
