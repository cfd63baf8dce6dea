// Keys of the keyboard: those of a telephone, and one letter for each thing that is done often.
//
// They need no other key beside them, so they can be turned off; then they work only while the focus is in the phone (WCAG
// 2.1.4). Whoever writes into a field, or has a list open, writes; in a field that is only to be copied nobody can write.

const SIGNS = { "*": "star", "#": "hash" };
const WRITES = "input:not([type=radio], [type=checkbox], [readonly]), select, textarea, dialog, [contenteditable]";

/** Listen for keys: `everywhere()` says whether they work on the whole page. */
export function shortcuts(does, everywhere) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.isComposing || event.repeat) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (target.closest(WRITES) || document.querySelector("dialog[open]")) return;
    if (!everywhere() && !target.closest(".phone")) return;
    if (/^[0-9*#]$/.test(event.key)) does.key(SIGNS[event.key] ?? event.key);
    else if (does.letters[event.key.toLowerCase()]) does.letters[event.key.toLowerCase()]();
    else return;
    event.preventDefault();
  });
}
