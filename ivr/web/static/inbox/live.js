// Says that a list has changed, and lets whoever reads it decide when to see that. It never changes what they look at.

const EVERY = 20_000; // milliseconds
const AT_MOST = 300_000;
const NEW = "There are new or changed messages.";
const GONE = "Your session has ended. Come in again to see what is new.";

/** Ask at `data-live` whether the list is still that of `data-stamp`, and say so in this element if it is not. */
export function watch(place) {
  let wait = EVERY;
  let timer = 0;
  let told = "";

  function later() {
    clearTimeout(timer);
    timer = setTimeout(ask, document.hidden ? Math.max(wait, 3 * EVERY) : wait);
  }

  async function ask() {
    const address = new URL(place.dataset.live, location.href);
    address.searchParams.set("since", place.dataset.stamp);
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store", redirect: "manual" });
      if (answer.status === 401 || answer.type === "opaqueredirect") {
        document.querySelector("main").replaceChildren(document.querySelector("h1"), place); // nobody is there to read it
        say(GONE, "Come in");
        timer = 0;
        return; // nobody is there to be told more
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const { stamp, words } = await answer.json();
      wait = EVERY;
      if (stamp !== place.dataset.stamp && stamp !== told) {
        told = stamp;
        say(words || NEW, "Show them");
      }
    } catch {
      wait = Math.min(2 * wait, AT_MOST);
    }
    later();
  }

  function say(words, doing) {
    const text = document.createElement("p");
    text.className = "govuk-body live__text";
    text.textContent = words;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "govuk-button govuk-button--secondary";
    button.textContent = doing;
    button.addEventListener("click", () => location.reload());
    // The button stays where it is, with the focus on it, if it was there before.
    const before = place.querySelector("button");
    if (before && before.textContent === doing) {
      place.querySelector("p").replaceWith(text);
    } else {
      place.replaceChildren(text, button);
    }
  }

  if (!place.hasAttribute("role")) place.setAttribute("role", "status");
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && timer) {
      clearTimeout(timer);
      timer = setTimeout(ask, 1_000);
    }
  });
  later();
}
