"""What a page sends, read strictly: a thing of the wrong kind is told by its name."""

from typing import Any

from flask import request

from ivr.web.studio.sorry import Sorry


class Asked:
    """The JSON object of a request. Everything in it is text, of which so many characters are taken."""

    def __init__(self, names: tuple[str, ...]) -> None:
        try:
            told = request.get_json(silent=True)
        except RecursionError:  # thousands of brackets in each other
            told = None
        if not isinstance(told, dict):
            raise Sorry(400, "What was sent is no JSON object.")
        if unknown := sorted(str(name) for name in told.keys() - set(names)):
            raise Sorry(400, f"“{unknown[0][:60]}” is nothing that can be said here.")
        self._told: dict[str, Any] = told

    def text(self, name: str, usual: str = "", *, longest: int = 200) -> str:
        """Return a text without blanks around it; `usual` where it is missing or null. Raises Sorry."""
        value = self._told.get(name)
        if value is None:
            return usual
        if not isinstance(value, str) or "\0" in value:
            raise Sorry(400, f"“{name}” has to be text.")
        if len(value) > longest:
            raise Sorry(400, f"“{name}” is too long: {longest} characters at most.")
        return value.strip()

    def one_of(self, name: str, choices: tuple[str, ...]) -> str:
        """Return one of some words, the first where it is missing. Raises Sorry."""
        value = self.text(name, choices[0]) or choices[0]
        if value not in choices:
            raise Sorry(400, f"“{name}” is one of: {', '.join(choices)}.")
        return value


def whole_number(name: str, usual: int = 0, *, most: int = 100_000) -> int:
    """Return a number of the query, such as `from=3`. Raises Sorry."""
    text = request.args.get(name)
    if text is None:
        return usual
    if not (text.isascii() and text.isdecimal() and len(text) < 8 and int(text) <= most):
        raise Sorry(400, f"“{name}” has to be a whole number.")
    return int(text)
