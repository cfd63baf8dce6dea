"""The voices: is there such a one, and does it speak the language?"""

from collections.abc import Iterator

from ivr.cli.doctor.case import Case
from ivr.cli.doctor.finding import Finding, problem, well

TITLE = "Voices"
PLACE = 40


def check(case: Case) -> Iterator[Finding]:
    """Look every language's voice up."""
    from ivr.phone.voices import complaint

    languages = case.menu().line.languages
    wrong = {code: complaint(one.voice, one.locale) for code, one in languages.items()}
    for code, what in wrong.items():
        if what:
            yield problem(
                f"{languages[code].name}: {what}.",
                f"Give another `voice` or `locale` to `{code}` under `languages` in {case.settings.menus}.",
            )
    if not any(wrong.values()):
        voices = {code: f"{one.voice}, {one.locale}" for code, one in languages.items()}
        yield well("Each language has a voice that speaks it.", **voices)
