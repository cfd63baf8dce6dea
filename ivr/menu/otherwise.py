"""Where a call goes after the last attempt: one node, or one for silence and one for keys without meaning."""

from typing import Any

from pydantic import model_validator

from ivr.menu.types import Goto, Model


class Otherwise(Model):
    """Where the call goes after the last attempt."""

    no_input: Goto
    no_match: Goto

    @model_validator(mode="before")
    @classmethod
    def _one_for_both(cls, value: Any) -> Any:
        return {"no_input": value, "no_match": value} if isinstance(value, str) else value
