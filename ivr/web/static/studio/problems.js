// What is wrong with the menu file, and what is unwise in it: at which line, why, and what would be right.

import { button, by, make, many } from "./dom.js";

const LEVELS = { error: "Error", warning: "Warning", advice: "Advice" };
const MARKS = { error: "mark--stop", warning: "mark--warn", advice: "mark--quiet" };
const MOST = 10; // of what is wrong, above everything else
const MOST_CARDS = 100;

/** Show a file that cannot be used, above everything else; nothing when it is good. */
export function broken(now) {
  const place = by("file");
  if (now.good) {
    place.replaceChildren();
    return;
  }
  const head = make("div", "govuk-notification-banner__header", "", make("h2", "govuk-notification-banner__title", `${now.broken[0]?.file.split("/").pop() ?? "The menu file"} cannot be used as it is`));
  const said = now.version ? "The last good version stays on the line. It changes when the file is mended and saved." : "There was no good version of it yet.";
  const list = make("ul", "govuk-list govuk-list--bullet file__problems");
  for (const problem of now.broken.slice(0, MOST)) {
    const where = make("strong", "", `Line ${problem.line}, column ${problem.column}: `);
    list.append(make("li", "", "", where, problem.message, problem.remedy ? ` ${problem.remedy}` : ""));
  }
  if (now.broken.length > MOST) list.append(make("li", "", `And ${many(now.broken.length - MOST, "more thing", "more things")}.`));
  const content = make("div", "govuk-notification-banner__content", "", make("p", "govuk-notification-banner__heading", said), list);
  place.replaceChildren(make("section", "govuk-notification-banner banner--trouble file", "", head, content));
  place.firstChild.setAttribute("aria-label", "The menu file");
}

/** List what the rules find; `jump(node)` rings a place. */
export function problems(now, jump) {
  const place = by("problems");
  const count = by("count-problems");
  if (now.lint === null) {
    count.textContent = "";
    if (!place.hasChildNodes()) place.replaceChildren(make("p", "govuk-body", "The rules are being asked."));
    return;
  }
  const found = now.lint;
  count.textContent = ` (${found.length})`;
  if (!found.length) {
    place.replaceChildren(make("p", "govuk-body", "The rules have nothing to say against this menu."));
    return;
  }
  const list = make("ul", "cards");
  for (const problem of found.slice(0, MOST_CARDS)) list.append(make("li", "", "", card(problem, jump)));
  place.replaceChildren(make("p", "govuk-body", `${many(found.length, "thing")} to look at. Nothing here stops the line.`), list);
  if (found.length > MOST_CARDS) place.append(make("p", "govuk-body", `These are the first ${MOST_CARDS}. ivr lint shows all of them.`));
}

function card(problem, jump) {
  const head = make("p", "problem__head", "", make("span", `govuk-tag ${MARKS[problem.level]}`, LEVELS[problem.level] ?? problem.level));
  head.append(` Line ${problem.line}, column ${problem.column}`);
  const card_ = make("article", "card problem", "", head, make("p", "problem__message", problem.message));
  if (problem.remedy) card_.append(make("p", "govuk-body", problem.remedy));
  if (problem.who?.length) card_.append(make("p", "govuk-body-s", `Who is shut out: ${problem.who.join(", ")}.`));
  const foot = make("p", "problem__rule", `Rule ${problem.rule}`);
  if (problem.node) foot.append(", at ", button(problem.node, "problem__node govuk-button--secondary", () => jump(problem.node)));
  card_.append(foot);
  return card_;
}
