// The call in words, turn by turn: what is said as it is said, what the caller does, what the line was asked.

import { by, clock, details, make, many } from "./dom.js";
import { address } from "./server.js";

const KINDS = { gather: (document) => `waits for ${document.awaits}`, record: () => "waits for words", dial: () => "rings somebody" };
const ENDS = {
  hangup: "The line has hung up.",
  "caller-hung-up": "You have hung up.",
};

/** Write a call as it goes; `announce` says whether the words go to a screen reader, too. */
export function transcript(call, sound, announces) {
  const list = by("said");
  const scroll = by("said-scroll");
  const parts = new Map();
  const lengths = new Map(); // how many prompts of each document were heard: a key cuts some short, others follow
  let now = null;

  call.addEventListener("begins", () => {
    list.replaceChildren();
    parts.clear();
    by("said-empty").hidden = true;
    scroll.hidden = false;
    by("kept").replaceChildren();
  });
  call.addEventListener("documents", ({ detail }) => {
    for (const document of detail.again.filter((one) => one.heard.length !== lengths.get(one.n))) {
      const unsaid = document.heard.map((part) => parts.get(`${document.n}/${part.part}`)?.matches(".part--coming"));
      list.querySelector(`[data-turn="${document.n}"]`)?.replaceWith(turn(document, (part) => !unsaid[part.part]));
    }
    for (const document of detail.fresh) list.append(turn(document, () => !detail.aloud.includes(document)));
    announce(announces() ? detail.aloud : []);
    down();
  });
  call.addEventListener("did", ({ detail }) => {
    settle();
    list.append(make("li", "turn turn--did", "", make("span", "turn__who", "You: "), `${detail.words}.`));
  });
  call.addEventListener("ended", ({ detail }) => {
    const words = ENDS[detail] ?? "The call broke off.";
    list.append(make("li", "turn turn--end", `${words} It took about ${clock(call.state.seconds)}.`));
    down();
    left(call.state);
  });
  sound.addEventListener("part", ({ detail }) => {
    finish(now);
    now = parts.get(`${detail.document}/${detail.part}`);
    now?.classList.remove("part--coming");
    now?.classList.add("part--now");
    by("saying").textContent = now?.textContent ?? "";
    near(now);
  });

  function turn(document, over) {
    const where = make("p", "turn__where", "", make("strong", "turn__node", document.node ?? "the line"));
    if (KINDS[document.waiting]) where.append(` ${KINDS[document.waiting](document)}`);
    lengths.set(document.n, document.heard.length);
    const heard = make("ul", "turn__heard");
    for (const part of document.heard) {
      const line = make("li", over(part) ? "part" : "part part--coming", part.words);
      line.lang = part.language;
      if (part.plays && part.sound) line.append(player(part.sound));
      parts.set(`${document.n}/${part.part}`, line);
      heard.append(line);
    }
    const item = make("li", "turn", "", where, heard, behind(document));
    item.dataset.turn = document.n;
    return item;
  }

  function behind(document) {
    const asked = JSON.stringify(document.request ?? {}, null, 2);
    const shown = details("TwiML and request", code("What the line answered", indented(document.twiml)), code("What it was asked", asked));
    shown.classList.add("turn__behind");
    return shown;
  }

  /** A key has stopped the words: what was not said stays to be read. */
  function settle() {
    finish(now);
    now = null;
    by("saying").textContent = "";
  }

  function finish(part) {
    part?.classList.remove("part--now");
  }

  function announce(documents) {
    const words = documents.flatMap((document) => document.heard.map((part) => [part.words, part.language]));
    by("words").replaceChildren(...words.map(([text, language]) => Object.assign(make("p", "", text), { lang: language })));
  }

  function down() {
    scroll.scrollTop = scroll.scrollHeight;
  }

  function near(part) {
    if (!part) return;
    const below = part.getBoundingClientRect().bottom - scroll.getBoundingClientRect().bottom;
    const above = scroll.getBoundingClientRect().top - part.getBoundingClientRect().top;
    if (below > 0) scroll.scrollTop += below + 8;
    else if (above > 0) scroll.scrollTop -= above + 8;
  }

  return { settle };
}

/** What the line plays of a recording can be heard again, also where words are only written. */
function player(sound) {
  const audio = make("audio", "part__sound");
  audio.controls = true;
  audio.preload = "none";
  audio.src = address(sound);
  audio.setAttribute("aria-label", "What was recorded");
  return audio;
}

function code(title, text) {
  const box = make("pre", "code-box", text);
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", title);
  return make("div", "", "", make("p", "code-title", title), box);
}

/** Write TwiML with one verb a line. */
function indented(xml) {
  let depth = 0;
  return xml
    .replace(/>\s*</g, ">\n<")
    .split("\n")
    .map((line) => {
      if (line.startsWith("</")) depth = Math.max(0, depth - 1);
      const shown = "  ".repeat(depth) + line;
      if (/^<[^?!/][^>]*[^/]?>$/.test(line) && !line.endsWith("/>") && !line.includes("</")) depth += 1;
      return shown;
    })
    .join("\n");
}

/** Show what the call has left. */
function left({ messages, problems }) {
  const shown = messages.map((message) => {
    const facts = Object.entries({ ...message.answers, recordings: many(message.recordings.length, "recording") });
    const list = make("dl", "facts");
    for (const [name, value] of facts) list.append(make("div", "facts__one", "", make("dt", "", name), make("dd", "", String(value))));
    return make("div", "left", "", make("p", "left__title", `Message ${message.reference}: ${message.state}`), list);
  });
  if (!shown.length) shown.push(make("p", "govuk-body", "No message was left."));
  for (const problem of problems) shown.push(make("p", "govuk-error-message", problem));
  by("kept").replaceChildren(...shown);
}
