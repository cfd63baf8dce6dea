"""Keep a whole menu to thirty seconds or less.

Why: Whoever needs the last choice has to keep all others in mind until then; whoever loses the thread has to hear all
of it again.

Who is shut out: people with little working memory, dementia, a brain injury or a learning disability; people who find
it hard to attend for long; people who pay for each minute

Source: W3C COGA, pattern Let Users Avoid Navigating Voice Menus,
https://www.w3.org/WAI/WCAG2/supplemental/patterns/o6p04-voice-menus/ (W3C note: short, no needless steps); W3C COGA
research module Voice Systems and Conversational Interfaces (W3C draft). Neither gives a number: thirty seconds is
ours, four choices of about four seconds, and a notice, the person and the repeat.

The seconds are those of the first hearing, from the first word to the last, with the pauses between the choices and
without the wait for a key. They are an estimate from the words, and docs/menus.md says how good it is; `ivr time
--audio` measures. Do not make a menu shorter by moving choices a level deeper: cut words, and say one thing less.

Bad:

```yaml
nodes:
  main:
    kind: menu
    prompt: >-
      Welcome to the town line. We look after the streets, the parks, the bins, the libraries and the trees of our town
      from eight in the morning until six at night. We are glad that you rang today. You can tell us what you have
      seen. You can tell us where it is. You can tell us your idea for a better town. We read all that you tell us.
    options:
      1: {for: bins, goto: bye}
      2: {for: trees, goto: bye}
      3: {for: parks, goto: bye}
    otherwise: bye
  bye:
    kind: end
    prompt: Goodbye.
```

Good:

```yaml
nodes:
  main:
    kind: menu
    prompt: Welcome to the town line.
    options:
      1: {for: bins, goto: bye}
      2: {for: trees, goto: bye}
      3: {for: parks, goto: bye}
    otherwise: bye
  bye:
    kind: end
    prompt: Goodbye.
```
"""

from collections.abc import Iterator

from ivr.check.finding import Finding, Path
from ivr.check.limits import limit
from ivr.check.survey import Visit, survey_of
from ivr.menu.flow import Flow

NAME = "menu-length"
LEVEL = "warning"
NUMBER = "V30"
CALLERS = ("memory", "anxiety", "older")


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every menu that takes too long to say, in each language."""
    if not any(visit.options for visit in survey_of(flow).visits().values()):
        yield Finding((), "There is no menu on this line.", outcome="does-not-apply")
    for language in flow.editions:
        for name, visit in survey_of(flow).visits(language).items():
            heard = flow.source.plain(("translations", language, "nodes", name))
            if not visit.options or (heard is None and language != flow.source_language):
                continue  # without a translation it is the menu that the file's own language has
            seconds = round(visit.seconds())  # an estimate: a fraction of a second means nothing
            most = limit(flow, "menu-length-warning", name)
            if seconds > most:
                yield _finding(flow, visit, seconds, most, "warning")
            elif seconds > (advised := limit(flow, "menu-length-advice", name)):
                yield _finding(flow, visit, seconds, advised, "advice")


def _finding(flow: Flow, visit: Visit, seconds: int, most: float, level: str) -> Finding:
    path: Path = ("nodes", visit.node_id, "prompt")
    translated: Path = ("translations", visit.language, *path)
    return Finding(
        translated if flow.source.plain(translated) is not None else path,
        f"This menu takes about {seconds} seconds to say; it should be {most:g} seconds or less.",
        "Say less before the first choice, and use fewer words for each: “for bins”, not “for everything to do with "
        "bins”. Do not add a level to make it shorter.",
        visit.language,
        level="advice" if level == "advice" else "warning",
    )
