// How a call begins: the clock, the number, the language, and one line that tells it.

import { by, chosen, make, trouble } from "./dom.js";
import { keep, kept } from "./keep.js";
import { Refused } from "./server.js";

const FIELDS = { clock: "clock", number: "other" };

/** Read the settings of a call, ring with them, and show what the line cannot make of them. */
export function ringing(call, phone) {
  const form = by("ring-form");
  const before = kept("ring", {});
  for (const name of ["clock", "language", "pace"]) if (before[name] !== undefined && valid(form[name], before[name])) form[name].value = before[name];

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ring();
  });
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  call.addEventListener("changed", show);
  show();

  /** Return what the form says. */
  function settings() {
    const number = chosen("number") === "other" ? by("other").value.trim() : chosen("number");
    const { clock, language, pace } = form;
    return { line: chosen("line") || "practice", clock: clock.value.trim(), language: language.value, number, pace: pace.value, answers: form.answers.checked ? "yes" : "no", node: null };
  }

  /** Ring; with `more`, otherwise than the form says. Says whether somebody is on the phone now. */
  async function ring(more = {}) {
    if (call.busy) return false;
    clear();
    const wanted = { ...settings(), ...more };
    keep("ring", { clock: wanted.clock, language: wanted.language, pace: wanted.pace });
    try {
      await phone.begin(wanted);
      // Keys that are pressed now are for the line, and not for a field that somebody rang from.
      if (form.contains(document.activeElement) && document.activeElement.matches("input, select")) by("keypad").focus();
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      wrong(error, more);
      return false;
    }
  }

  /** Say what is wrong at its field, if it came from there: a link can say a time or a number, too. */
  function wrong(error, more) {
    const field = error.field in more ? "" : FIELDS[error.field];
    if (!field) {
      trouble(by("ring-error"), error.message);
      return;
    }
    by("ring-settings").open = true;
    const said = by(`${field}-error`);
    said.hidden = false;
    said.replaceChildren(make("span", "govuk-visually-hidden", "Error: "), error.message);
    by(`${field}-group`).classList.add("govuk-form-group--error");
    by(field).classList.add("govuk-input--error");
    by(field).setAttribute("aria-invalid", "true");
    by(field).setAttribute("aria-describedby", `${field}-hint ${field}-error`);
    by(field).focus();
  }

  function clear() {
    trouble(by("ring-error"), "");
    for (const field of Object.values(FIELDS)) {
      by(`${field}-error`).hidden = true;
      by(`${field}-group`).classList.remove("govuk-form-group--error");
      by(field).classList.remove("govuk-input--error");
      by(field).removeAttribute("aria-invalid");
      by(field).setAttribute("aria-describedby", `${field}-hint`);
    }
  }

  function show() {
    by("other-group").hidden = chosen("number") !== "other";
    const running = chosen("line") === "running";
    by("clock").disabled = running;
    form.answers.disabled = running;
    const { clock, number, language, pace, answers } = settings();
    const from = number === "withheld" ? "number withheld" : `from ${number.replace(/^\+44(\d{4})(\d+)$/, "0$1 $2")}`;
    const when = running || !clock ? "Now" : clock;
    const parts = [when, form.language.selectedOptions[0]?.text ?? language, from];
    if (pace === "slow") parts.push("slow");
    if (answers === "yes" && !running) parts.push("a person can be rung");
    by("ring-summary").textContent = parts.join(", ");
    by("ring").hidden = call.going;
    by("hang-up").hidden = !call.going;
  }

  return { ring, settings };
}

function valid(field, value) {
  return field.tagName !== "SELECT" || [...field.options].some((option) => option.value === value);
}
