// What this browser remembers of somebody's choices. Nothing of a call is among them.

const NAME = "liaison-studio";

function all() {
  try {
    return JSON.parse(localStorage.getItem(NAME)) ?? {};
  } catch {
    return {};
  }
}

/** Return what was chosen before; `otherwise` if nothing was. */
export const kept = (name, otherwise) => all()[name] ?? otherwise;

/** Remember a choice, where the browser lets pages do that. */
export function keep(name, value) {
  try {
    localStorage.setItem(NAME, JSON.stringify({ ...all(), [name]: value }));
  } catch {
    // Then it lasts as long as the page.
  }
}

/** Let a checkbox remember itself, and tell what it is, now and whenever it changes. */
export function keepBox(box, name, tell = () => {}) {
  box.checked = kept(name, box.checked);
  tell(box.checked);
  box.addEventListener("change", () => {
    keep(name, box.checked);
    tell(box.checked);
  });
}

/** The same for radios of one name. */
export function keepRadios(name, tell = () => {}) {
  const radios = [...document.querySelectorAll(`input[name="${name}"]`)];
  const before = kept(name, "");
  const start = radios.find((radio) => radio.value === before) ?? radios.find((radio) => radio.checked);
  start.checked = true;
  tell(start.value);
  for (const radio of radios) {
    radio.addEventListener("change", () => {
      keep(name, radio.value);
      tell(radio.value);
    });
  }
}
