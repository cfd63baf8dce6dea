// The studio: puts the phone, the words, the map and the scenarios together. Each is a file of its own.

import { Radios, SkipLink, createAll } from "./govuk-frontend.min.js";
import { Call } from "./call.js";
import { by } from "./dom.js";
import { keepBox } from "./keep.js";
import { keypad } from "./keypad.js";
import { live } from "./live.js";
import { map } from "./map.js";
import { phone } from "./phone.js";
import { broken, problems } from "./problems.js";
import { ringing } from "./ringing.js";
import { offered, saving } from "./saving.js";
import { scenarios } from "./scenarios.js";
import { shortcuts } from "./shortcuts.js";
import { Sound } from "./sound.js";
import { speaking } from "./speaking.js";
import { tabs } from "./tabs.js";
import { transcript } from "./transcript.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
by("panes").hidden = false; // without scripts nothing in there does anything
for (const component of [Radios, SkipLink]) createAll(component);

const call = new Call();
const sound = new Sound();
const inHand = phone(call, sound);
const words = transcript(call, sound, () => sound.mode === "announce");
inHand.written(words);
const keys = keypad(call, inHand);
const ring = ringing(call, inHand);
speaking(call, inHand);

const again = (settings, steps) => ring.ring({ ...settings, steps });
const jump = (node) => ring.ring({ node });
const kept = saving(call, Boolean(document.body.dataset.saves), again);
const drawn = map(call, jump);
tabs(document.querySelector("[role=tablist]"));
scenarios(jump, drawn.draw);

let before = null;
live(
  (now) => {
    broken(now);
    problems(now, jump);
    const same = before && before.version === now.version && (before.lint === null) === (now.lint === null);
    if (before && !same) drawn.draw();
    if (before && now.version !== before.version) inHand.changed();
    before = now;
  },
  (lost) => inHand.lost(lost),
);
offered(ring.settings, again);

let everywhere = true;
keepBox(by("shortcuts"), "shortcuts", (on) => {
  everywhere = on;
});
const silence = () => (keys.entered() ? keys.send() : inHand.silence());
by("silence").addEventListener("click", silence);
shortcuts(
  {
    key: keys.press,
    letters: {
      r: () => !call.going && ring.ring(),
      w: silence,
      h: inHand.hangUp,
      ".": inHand.hush,
      m: inHand.mute,
      s: kept.open,
      a: kept.again,
    },
  },
  () => everywhere,
);
