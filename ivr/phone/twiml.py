"""What Twilio would refuse, or do otherwise than meant, in one TwiML document.

>>> check(b"<Response><Gather><Record/></Gather></Response>")[0]
'Record inside Gather: only Pause, Play and Say may stand inside Gather.'
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from functools import lru_cache

from ivr.phone import voices
from ivr.phone.grammar import RULES, SSML_RULES, VERBS, Rule
from ivr.phone.markup import Element, NotMarkup, parse
from ivr.phone.values import phone_number, url

_ENDS_DOCUMENT = {"Redirect", "Hangup", "Reject", "Leave"}
_SAFETY_NET = {"Redirect", "Hangup"}


def check(xml: bytes) -> list[str]:
    """Everything that is wrong with the document, each in a plain English sentence; empty if nothing is.

    Any bytes may come in. Time and memory are bounded: more than 64 kB is refused unread, entities are never expanded.
    """
    return list(_checked(bytes(xml)))


@lru_cache(maxsize=512)  # a line serves the same pages again and again
def _checked(xml: bytes) -> tuple[str, ...]:
    try:
        root = parse(xml)
    except NotMarkup as error:
        return (str(error),)
    return tuple(_document(root))


def _document(root: Element) -> Iterator[str]:
    if root.name != "Response":
        yield f"The document is a <{root.name}>, not a <Response>."
        return
    for name in root.attributes:
        if name != "version":
            yield f"Response: there is no attribute {name}."
    if root.words:
        yield f"Response: the words '{_short(root.words)}' stand outside any verb; nobody hears them."
    verbs = root.elements
    for number, verb in enumerate(verbs):
        if verb.name not in VERBS:
            yield _unknown(verb.name, "Response")
            continue
        yield from _element(verb, verb.name)
        if verb.name == "Reject" and number:
            yield "Reject: it must be the first verb; after another the call is already answered."
        if number + 1 < len(verbs):
            yield from _unreachable(verb, verbs[number + 1])


def _element(element: Element, where: str) -> Iterator[str]:
    """An element that may stand where it stands, with all that is inside it."""
    rule = RULES[element.name]
    if not rule.looked_into:
        return
    yield from _against(rule, element, where)
    for child in element.elements:
        inside = f"{child.name} inside {element.name}"
        if child.name not in rule.children:
            yield _misplaced(child.name, rule, element.name)
        elif element.name != "Say":
            yield from _element(child, inside)
    yield from _own(element, where)


def _own(element: Element, where: str) -> Iterator[str]:
    """What only one element has to be asked."""
    match element.name:
        case "Say":
            yield from _say(element, where)
        case "Play":
            if not (element.words and not url(element.words)) and not (
                "digits" in element.attributes and not element.words
            ):
                yield f"{where}: it needs the URL of a sound, or digits."
        case "Redirect":
            if wanted := url(element.words):
                yield f"{where}: it must hold {wanted}, not '{_short(element.words)}'."
        case "Gather":
            yield from _gather(element, where)
        case "Record":
            if "action" not in element.attributes:
                yield f"{where}: without an action Twilio asks for this same document again, without end."
        case "Dial":
            yield from _dial(element, where)
        case "Number":
            yield from _number(element.words, where)


def _gather(element: Element, where: str) -> Iterator[str]:
    if "action" not in element.attributes:
        yield f"{where}: without an action Twilio asks for this same document again, without end."
    model, timeout = element.attributes.get("speechModel"), element.attributes.get("speechTimeout")
    if model and timeout is not None and not re.fullmatch(r"0*[1-9][0-9]*", timeout):
        yield f"{where}: with a speechModel, speechTimeout must be a whole number of at least 1, not '{timeout}'."


def _dial(element: Element, where: str) -> Iterator[str]:
    if element.elements:
        if element.words:
            yield f"{where}: it holds both the words '{_short(element.words)}' and nouns; use one of them."
    else:
        yield from _number(element.words, where)


def _number(words: str, where: str) -> Iterator[str]:
    wanted = phone_number(words)
    if not words:
        yield f"{where}: there is no number to ring."
    elif wanted and re.fullmatch(r"\+?[0-9 ]{2,6}", words):
        yield f"{where}: '{words}' is a short or emergency number, which Twilio does not ring (error 13224)."
    elif wanted:
        yield f"{where}: it must be {wanted}, not '{_short(words)}' (error 13224)."


def _say(element: Element, where: str) -> Iterator[str]:
    voice = element.attributes.get("voice", "")
    if (
        wrong := voices.complaint(voice, element.attributes.get("language"))
        if "voice" in element.attributes
        else None
    ):
        yield f"{where}: {wrong}."
    words = element.all_words
    if not words.strip() and not any(e.name in ("break", "sub", "phoneme") for e in element.walk()):
        yield f"{where}: it says nothing."
    most, tags_count = voices.most_characters(voice)
    length = len(element.inner) if tags_count else len(words)
    if length > most:
        yield f"{where}: {length} characters; the voice {voice or 'man'} says at most {most}."
    tags = [tag for tag in element.elements if tag.name in SSML_RULES]
    if tags and (not voice or voice in voices.BASIC):
        yield f"{where}: SSML is spoken only by Polly and Google voices; this voice is {voice or 'not named'}."
    for tag in tags:
        yield from _ssml(tag, voice, where)


def _ssml(tag: Element, voice: str, where: str) -> Iterator[str]:
    rule = SSML_RULES[tag.name]
    inside = f"{tag.name} inside {where}"
    yield from _against(rule, tag, inside)
    network = voices.is_made_by_network(voice)
    if network and tag.name == "emphasis":
        yield f"{inside}: the voice {voice} does not know emphasis."
    if network and tag.name == "prosody" and "pitch" in tag.attributes:
        yield f"{inside}: the voice {voice} does not know pitch."
    if tag.name == "prosody" and not tag.attributes:
        yield f"{inside}: it needs a rate, a volume or a pitch."
    for child in tag.elements:
        if child.name in rule.children:
            yield from _ssml(child, voice, where)
        else:
            yield _misplaced(child.name, rule, tag.name)


def _against(rule: Rule, element: Element, where: str) -> Iterator[str]:
    """Attributes and words against the tables."""
    for name, text in element.attributes.items():
        if name not in rule.attributes:
            near = difflib.get_close_matches(name, rule.attributes, 1)
            yield f"{where}: there is no attribute {name}." + (f" Did you mean {near[0]}?" if near else "")
        elif wanted := rule.attributes[name](text):
            yield f"{where}: {name} must be {wanted}, not '{_short(text)}'."
    for name in rule.needs:
        if name not in element.attributes:
            yield f"{where}: it needs the attribute {name}."
    if element.words and not rule.words:
        yield f"{where}: it may hold no words, and holds '{_short(element.words)}'."


def _unreachable(verb: Element, following: Element) -> Iterator[str]:
    """A verb that follows one from which no call comes back.

    After Record any verb is right: an empty recording may fall through to it. A Redirect or Hangup after a Dial or a
    Gather that always asks its action is a safety net; anything else there was meant to be heard, and never is.
    """
    always = verb.name == "Dial" or (
        verb.name == "Gather" and verb.attributes.get("actionOnEmptyResult") == "true"
    )
    caught = always and "action" in verb.attributes and following.name not in _SAFETY_NET
    if verb.name in _ENDS_DOCUMENT or caught:
        yield f"{following.name} after {verb.name}: it can never be reached."


def _misplaced(name: str, rule: Rule, parent: str) -> str:
    if name not in RULES and name not in SSML_RULES:
        return _unknown(name, parent)
    if not rule.children:
        return f"{name} inside {parent}: nothing may stand inside {parent}."
    *most, last = sorted(rule.children)
    listed = f"{', '.join(most)} and {last}" if most else last
    return f"{name} inside {parent}: only {listed} may stand inside {parent}."


def _unknown(name: str, parent: str) -> str:
    known = RULES.keys() | SSML_RULES.keys()
    if name in known:
        return f"{name}: it may not stand directly inside {parent}."
    same = [word for word in known if word.lower() == name.lower()]
    near = same or difflib.get_close_matches(name, sorted(known), 1)
    return f"{_short(name)}: TwiML has no such element." + (f" Did you mean {near[0]}?" if near else "")


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
