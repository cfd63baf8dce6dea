// What the page asks of the server. No word, digit or number is ever in an address.

const BASE = new URL(document.body.dataset.base, location.href);
const TOKEN = document.querySelector("meta[name=csrf-token]").content;
const UNREACHABLE = "The line cannot be reached. Is `ivr serve` still running?";

/** The server said no, or could not be asked: `message` is for whoever sits here, `field` where it is about one. */
export class Refused extends Error {
  constructor(message, status = 0, field = "") {
    super(message);
    this.status = status;
    this.field = field;
  }
}

/** Return the address of something of the studio. */
export const address = (path) => new URL(path, BASE).href;

/** Ask with GET and return the answer; one of 304 is one too. */
export async function get(path, headers = {}) {
  return taken(await asked(path, { headers, cache: "no-store" }));
}

/** Ask with GET for JSON. */
export const json = async (path) => (await get(path)).json();

/** Send something as JSON, or bytes of a type, and return the JSON that answers. */
export async function post(path, what = {}, type = "application/json") {
  const body = type === "application/json" ? JSON.stringify(what) : what;
  const headers = { "Content-Type": type, "X-CSRF-Token": TOKEN };
  const answer = await taken(await asked(path, { method: "POST", headers, body }));
  return answer.status === 204 ? {} : answer.json();
}

/** Fetch XML or HTML as a document: the page itself never makes markup of text. */
export function tree(path, type) {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open("GET", address(path));
    request.responseType = "document";
    request.overrideMimeType(type);
    request.addEventListener("load", () => {
      if (request.status === 200 && request.responseXML) done(request.responseXML);
      else fail(new Refused("The map could not be drawn.", request.status));
    });
    request.addEventListener("error", () => fail(new Refused(UNREACHABLE)));
    request.send();
  });
}

async function asked(path, how) {
  try {
    return await fetch(address(path), { redirect: "error", ...how });
  } catch {
    throw new Refused(UNREACHABLE);
  }
}

async function taken(answer) {
  if (answer.ok || answer.status === 304) return answer;
  let said = {};
  try {
    said = await answer.json();
  } catch {
    // It says no more than its status.
  }
  const words = said.error || `The server says no (${answer.status}).`;
  throw new Refused(words, answer.status, said.field);
}
