// Calls that are written down: runs all of them, shows which went as written, and what none of them has tried.

import { button, by, details, make, many, tell, trouble } from "./dom.js";
import { json, post } from "./server.js";

const EVERY = 300; // milliseconds

/** Let scenarios be run; `jump(node)` rings a place, `after()` is called when they have all been run. */
export function scenarios(jump, after) {
  const place = by("results");
  let running = false;

  by("run").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (running) return;
    running = true;
    const waiting = make("p", "govuk-body", "They are being run.");
    waiting.setAttribute("role", "status");
    place.replaceChildren(waiting);
    try {
      await post("scenarios", { fault: by("fault").value || null });
      let state = await json("scenarios");
      while (state.running) {
        if (state.done !== undefined && state.of) waiting.textContent = `Done: ${state.done} of ${many(state.of, "scenario")}.`;
        await new Promise((done) => setTimeout(done, EVERY));
        state = await json("scenarios");
      }
      show(state);
    } catch (error) {
      trouble(place, error.message);
    } finally {
      running = false;
    }
  });

  function show(state) {
    if (state.error) {
      trouble(place, state.error);
      return;
    }
    const failed = state.results.filter((result) => !result.passed).length;
    const words = sums(state.results);
    by("count-scenarios").textContent = failed ? ` (${failed} failed)` : "";
    place.replaceChildren(...words.map((each) => make("p", "govuk-body results__sum", each)));
    tell(words.join(" "));
    if (state.results.length) place.append(table(state.results));
    if (state.coverage) place.append(coverage(state.coverage, jump));
    after();
  }
}

/** Say how many scenarios went well, and apart from them how many runs of them with a fault. */
function sums(results) {
  const plain = results.filter((result) => !result.fault);
  const runs = results.filter((result) => result.fault);
  if (!plain.length) return ["There are no scenarios yet. Ring the line, and save a call as one."];
  const wrong = plain.filter((result) => !result.passed).length;
  const words = [wrong ? `${wrong} of ${many(plain.length, "scenario")} did not go as written.` : plain.length === 1 ? "The one scenario went as written." : `All ${plain.length} scenarios went as written.`];
  const harmed = runs.filter((result) => !result.passed).length;
  if (runs.length) words.push(harmed ? `${harmed} of ${many(runs.length, "run with a fault", "runs with faults")} did not go as they must.` : runs.length === 1 ? "The one run with a fault went as it must." : `All ${runs.length} runs with faults went as they must.`);
  return words;
}

function table(results) {
  const list = make("ul", "results");
  const order = [...results].sort((one, other) => Number(one.passed) - Number(other.passed));
  for (const result of order) {
    const mark = make("span", `govuk-tag ${result.passed ? "mark--good" : "mark--stop"}`, result.passed ? "ok" : "FAILED");
    const line = make("li", "results__one", "", make("p", "results__title", "", mark, ` ${result.title}`));
    if (result.fault) line.append(make("p", "govuk-body-s", `${result.fault}: ${result.outcome ?? ""}`));
    if (result.failure) line.append(failure(result));
    list.append(line);
  }
  return list;
}

function failure({ file, failure: what }) {
  const box = make("div", "results__why", "", make("p", "govuk-body", `${file}, line ${what.line}, column ${what.column}: ${what.message}`));
  if (what.node) box.append(make("p", "govuk-body", `That was at ${what.node}.`));
  const heard = what.heard ?? [];
  if (heard.length) box.append(make("p", "govuk-body", "What was heard instead:"), make("ul", "govuk-list govuk-list--bullet", "", ...heard.map((words) => make("li", "", words))));
  return box;
}

function coverage(told, jump) {
  const share = Math.floor(100 * (told.share ?? 1));
  const untried = told.untried ?? [];
  const words = make("p", "govuk-body", `${share} % of what callers can do in this menu was tried.`);
  if (!untried.length) return words;
  const rows = untried.map((item) => {
    const line = make("li", "", item.words ?? `${item.node}: ${item.how}`);
    if (item.node) line.append(" ", button(item.node, "problem__node govuk-button--secondary", () => jump(item.node)));
    return line;
  });
  return make("div", "", "", words, details(`What no scenario has tried (${untried.length})`, make("ul", "govuk-list untried", "", ...rows)));
}
