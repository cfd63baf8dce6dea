// Keeps a call: as a scenario beside the menu file, or as a link that does it again.

import { button, by, make, tell } from "./dom.js";
import { get, json, post } from "./server.js";

/** Let the call be kept. `saves`: whether this page may write files. `replay(fragment)` does what a link says. */
export function saving(call, saves, ring) {
  const dialog = by("save-dialog");
  call.addEventListener("changed", () => {
    by("after").hidden = !call.state;
  });
  call.addEventListener("begins", () => by("shared").replaceChildren());
  by("save").addEventListener("click", open);
  by("share").addEventListener("click", share);
  by("again").addEventListener("click", again);
  by("save-form").addEventListener("submit", (event) => {
    if (event.submitter?.value !== "save") return;
    event.preventDefault();
    save();
  });

  async function open() {
    if (!call.state || dialog.open) return;
    if (saves) {
      by("title").value = title();
      by("title-error").textContent = "";
    }
    by("scenario").textContent = "It is being written.";
    dialog.showModal();
    if (saves) by("title").select();
    try {
      by("scenario").textContent = await (await get(`calls/${call.state.id}/scenario`)).text();
    } catch (error) {
      by("scenario").textContent = error.message;
    }
  }

  /** Suggest what the call may be called: between which places it went. */
  function title() {
    const nodes = call.documents.map((document) => document.node).filter(Boolean);
    const ends = { hangup: ", the line hangs up", "caller-hung-up": ", and hangs up" }[call.state.ended] ?? "";
    return `Goes from ${nodes[0] ?? "the line"} to ${nodes.at(-1) ?? "the line"}${ends}`.slice(0, 120);
  }

  async function save() {
    try {
      const { file } = await post(`calls/${call.state.id}/save`, { title: by("title").value.trim() });
      dialog.close();
      note(`Saved as ${file}.`);
    } catch (error) {
      by("title-error").textContent = error.message;
      by("title").focus();
    }
  }

  async function share() {
    try {
      const { fragment } = await json(`calls/${call.state.id}/link`);
      const link = new URL(location.href);
      link.hash = fragment;
      const field = make("input", "govuk-input");
      field.readOnly = true;
      field.value = link.href;
      field.setAttribute("aria-label", "Link to this call");
      by("shared").replaceChildren(make("p", "govuk-body", "Whoever opens this link in a studio of this menu can do the same call again. Numbers keyed in are made-up ones."), field);
      field.focus();
      field.select();
      await navigator.clipboard?.writeText(link.href).then(() => tell("The link is in the clipboard."), () => {});
    } catch (error) {
      note(error.message);
    }
  }

  function again() {
    if (!call.state || call.busy) return;
    ring({ ...call.settings, node: null }, call.state.steps.join(" "));
  }

  function note(words) {
    const line = make("p", "govuk-body kept-note", words);
    line.setAttribute("role", "status");
    by("shared").replaceChildren(line);
  }

  return { open, again };
}

/** Offer to do the call that is in the address of the page: `ring(settings, steps)`. */
export function offered(settings, ring) {
  const told = new URLSearchParams(location.hash.slice(1));
  const steps = told.get("keys") ?? "";
  if (!told.has("keys")) return;
  const place = by("link");
  const wanted = { ...settings() };
  for (const name of ["clock", "language", "number", "pace", "answers"]) if (told.has(name)) wanted[name] = told.get(name);
  const does = button("Do this call", "", async () => {
    place.replaceChildren();
    history.replaceState(null, "", location.pathname);
    await ring({ ...wanted, line: "practice" }, steps);
  });
  const leave = button("Leave it", "govuk-button--secondary", () => {
    place.replaceChildren();
    history.replaceState(null, "", location.pathname);
    by("ring").focus();
  });
  const shown = steps.split(" ").filter((step) => step !== "pass").join(", ").replaceAll(", hash", " hash");
  const words = shown ? `The link that you opened is a call: ${shown}.` : "The link that you opened is a call that only listens.";
  place.replaceChildren(make("div", "offer", "", make("p", "govuk-body", words), make("div", "phone__row", "", does, leave)));
}
