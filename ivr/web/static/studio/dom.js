// Small helpers to make elements: text is always set as text, never as markup.

/** Return the element of the page with an id. */
export const by = (id) => document.getElementById(id);

/** Make an element: `make("p", "classes", "text", ...children)`. */
export function make(name, classes = "", text = "", ...children) {
  const made = document.createElement(name);
  if (classes) made.className = classes;
  if (text) made.textContent = text;
  made.append(...children);
  return made;
}

/** Make a button that does something. */
export function button(text, classes, does) {
  const made = make("button", `govuk-button ${classes}`, text);
  made.type = "button";
  made.addEventListener("click", does);
  return made;
}

/** Make a GOV.UK details: a line that opens. */
export function details(summary, ...children) {
  const made = make("details", "govuk-details");
  const line = make("summary", "govuk-details__summary");
  line.append(make("span", "govuk-details__summary-text", summary));
  made.append(line, make("div", "govuk-details__text", "", ...children));
  return made;
}

/** Tell, in a place that is read out when it changes, what went wrong; nothing takes it away. */
export function trouble(place, words) {
  place.replaceChildren(...(words ? [make("p", "govuk-error-message", words)] : []));
}

/** Say something to whoever uses a screen reader, once. */
export function tell(words) {
  const place = by("status");
  place.textContent = "";
  requestAnimationFrame(() => {
    place.textContent = words;
  });
}

/** Return the value of the chosen radio of a name. */
export const chosen = (name) => document.querySelector(`input[name="${name}"]:checked`)?.value ?? "";

/** Write seconds as minutes and seconds: 1:05. */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Write one or many: 1 key, 2 keys. */
export const many = (number, one, more = `${one}s`) => `${number} ${number === 1 ? one : more}`;

/** Keep the focus where somebody works: what had it may have gone, and then `there()` gets it. */
export function keepFocus(place, there) {
  let last = null;
  place.addEventListener("focusin", ({ target }) => {
    last = target;
  });
  return () => {
    const nowhere = document.activeElement === document.body || document.activeElement === last;
    if (!last || !nowhere || !last.closest("[hidden]")) return;
    last = null;
    there().focus();
  };
}
