"""The options of a menu, spoken once for all of its turns."""

from dataclasses import dataclass, field

from ivr.call.verbs import Play, Say
from ivr.menu.scene import Scene
from ivr.menu.types import Prompt

Kept = dict[tuple[int, int, str], tuple[Prompt, Prompt, Say | Play]]
"""Verbs of options, by the identity of their words and of the phrase around them, and by the key. Both prompts are held
beside the verb: what is held keeps its identity."""


@dataclass(frozen=True)
class KeepingScene(Scene):
    """A scene that makes the verb of an option only once: the turns of a menu differ in what is said before.

    `kept` belongs to one edition and the usual pace, and is filled here.
    """

    kept: Kept = field(repr=False)

    def option(self, words: Prompt, template: Prompt, key: str) -> Say | Play:
        """Return the verb that offers an option, the very one that was returned before."""
        where = (id(words), id(template), key)
        known = self.kept.get(where)
        if known is None:
            known = self.kept[where] = (words, template, super().option(words, template, key))
        return known[2]
