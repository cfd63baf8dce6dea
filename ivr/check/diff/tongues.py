"""Languages that the line has gained or lost, and who speaks them."""

from collections.abc import Iterator

from ivr.check.diff.pair import Pair
from ivr.check.diff.values import Change


def languages(pair: Pair) -> Iterator[Change]:
    """Yield what changed about the languages of the line."""
    was, now = pair.old.flow.line.languages, pair.new.flow.line.languages
    for code in was:
        if code not in now:
            sentence = f"The line no longer speaks {was[code].name} ({code})."
            yield Change("languages", "language-gone", sentence, language=code, fails="reach")
    for code, language in now.items():
        if code not in was:
            sentence = f"The line now speaks {language.name} ({code})."
            yield Change("languages", "language-new", sentence, language=code)
            continue
        before = was[code]
        for kind, what, one, other in (
            ("voice", "is spoken by the voice", before.voice, language.voice),
            ("locale", "is spoken as in", before.locale, language.locale),
            ("name", "is called", before.name, language.name),
        ):
            if one != other:
                sentence = f"{before.name} {what} {other} now; before, {one}."
                yield Change("languages", kind, sentence, language=code, was=one, now=other)
    first, then = pair.old.flow.source_language, pair.new.flow.source_language
    if first != then:
        sentence = f"Calls begin in {now[then].name}; before, in {was[first].name}."
        yield Change("languages", "first-language", sentence, language=then, fails="reach")
