"""Translations written the short way, by language, node and field, as if `nodes:` stood between.

```yaml
translations:
  pl:
    main: {prompt: Dzień dobry.}      # the same as  nodes: {main: {prompt: Dzień dobry.}}
```
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ivr.menu.source import Source
from ivr.menu.suggest import did_you_mean
from ivr.menu.text.spots import Spots

_OWN = ("line", "nodes")


def in_full(source: Source) -> Source:
    """Return the source with the translations of each language under `line` and `nodes`, and their places with them."""
    translations, names = source.data.get("translations"), source.data.get("nodes")
    spots = source.spots.parts.get("translations")
    if not (isinstance(translations, dict) and isinstance(names, dict) and isinstance(spots, Spots)):
        return source
    data, parts = dict(translations), dict(spots.parts)
    for code, words in translations.items():
        place = spots.parts[code]
        if isinstance(words, dict) and isinstance(place, Spots):
            short = [name for name in words if _is_a_node(name, names)]
            if short and isinstance(words.get("nodes", {}), dict):
                data[code], parts[code] = _moved(words, place, short)
    return source.with_part("translations", data, replace(spots, parts=parts))


def _is_a_node(name: str, nodes: Iterable[str]) -> bool:
    if name in _OWN:
        return False
    return name in nodes or bool(did_you_mean(name, nodes) and not did_you_mean(name, _OWN))


def _moved(words: dict[str, Any], place: Spots, short: list[str]) -> tuple[dict[str, Any], Spots]:
    """Return the words and places of one language with these names under `nodes`."""
    given = place.parts.get("nodes")
    nodes = given if isinstance(given, Spots) else Spots(place.at)
    data = {name: part for name, part in words.items() if name not in short}
    data["nodes"] = {name: words[name] for name in short} | words.get("nodes", {})
    inner = Spots(
        nodes.at,
        {**{name: place.names[name] for name in short}, **nodes.names},
        {**{name: place.parts[name] for name in short}, **nodes.parts},
    )
    return data, Spots(place.at, place.names, {**place.parts, "nodes": inner})
