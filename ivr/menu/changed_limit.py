"""A limit of the checks that a file changes, with the reason."""

from typing import Annotated, Any

from pydantic import Field, model_validator

from ivr.menu.types import Model


class ChangedLimit(Model):
    """Another number for a limit of `ivr lint`, and why.

    Under `limits:` each stands behind the limit's name: `max-options-warning: {value: 7, why: "Seven towns."}`.

    `value`: the number, in the unit of the limit. `why`: the reason; without one the limit stays as it was.
    """

    value: Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False)]
    why: str = ""

    @model_validator(mode="before")
    @classmethod
    def _from_number(cls, value: Any) -> Any:
        # A bare number is read, so that the linter can say what is missing instead of what it should have been.
        return {"value": value} if isinstance(value, str | int | float) else value
