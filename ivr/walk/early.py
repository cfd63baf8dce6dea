"""Words that nobody may hear before choosing an option of the first menu: anybody can press redial."""

from collections.abc import Iterable, Iterator

from ivr.call.speech import Words
from ivr.call.turn import Turn
from ivr.call.verbs import Gather, Say, Verb
from ivr.menu.flow import Flow


class Early:
    """The words that nobody may hear before an option of the first menu is chosen."""

    def __init__(self, flow: Flow) -> None:
        self.forms: dict[str, set[str]] = {}
        for word in flow.line.not_before_choice:
            forms = {word, " ".join(word)} | {e.spoken(word) for e in flow.editions.values()}
            self.forms[word] = {_plain(form) for form in forms}
        self._said: dict[Turn, tuple[str, ...]] = {}

    def words_said(self, turn: Turn, verbs: tuple[Verb, ...]) -> tuple[str, ...]:
        """Return those of the words that a page says."""
        if not self.forms:
            return ()
        if turn not in self._said:
            said = _plain(" ".join(_spoken(verbs)))
            self._said[turn] = tuple(
                word for word, forms in self.forms.items() if any(form in said for form in forms)
            )
        return self._said[turn]


def _plain(text: str) -> str:
    letters = "".join(character if character.isalnum() else " " for character in text.casefold())
    return f" {' '.join(letters.split())} "


def _spoken(verbs: Iterable[Verb]) -> Iterator[str]:
    for verb in verbs:
        if isinstance(verb, Say):
            yield "".join(piece.text if isinstance(piece, Words) else " " for piece in verb.speech)
        elif isinstance(verb, Gather):
            yield from _spoken(verb.speaks)
