"""The names of the numbers that a transfer can ring; the numbers themselves are settings."""

import re
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError


def _setting_name(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", text):
        raise PydanticCustomError(
            "wrong-value",
            "“{text}” cannot name a number. Use small letters, digits and hyphens, such as duty-officer, and set the "
            "number itself in IVR_DUTY_OFFICER_NUMBER.",
            {"text": text[:60]},
        )
    return text


SettingName = Annotated[str, AfterValidator(_setting_name)]
"""NAME of a setting `IVR_NAME_NUMBER`, in small letters and with hyphens: `person`, `duty-officer`."""
