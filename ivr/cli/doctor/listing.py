"""Every setting with what it is and where that came from, as anybody who helps may read it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ivr.web.every_setting import SETTINGS, Setting

if TYPE_CHECKING:
    from ivr.web.settings import Settings

UNSET = "not set"
_ADDRESSES = frozenset({"public_url", "twilio_api_url"})


def listed(settings: "Settings", environ: Mapping[str, str]) -> dict[str, str]:
    """Return for each setting, by its name, what it is and where that came from. Nothing secret is in it."""
    lines = {setting.name: _line(setting, settings, environ) for setting in SETTINGS}
    for name in sorted(environ):
        if (
            name.endswith("_NUMBER")
            and name.startswith("IVR_")
            and name not in lines
            and environ[name].strip()
        ):
            lines[name] = _ending(environ[name])
    return lines


def _line(setting: Setting, settings: "Settings", environ: Mapping[str, str]) -> str:
    in_file = environ.get(f"{setting.name}_FILE", "").strip() if setting.secret else ""
    here = environ.get(setting.name, "").strip()
    if not here and not in_file:
        return f"{UNSET}; so it is {setting.default}" if setting.default else UNSET
    if in_file:
        return f"set, by the file of {setting.name}_FILE"
    if setting.secret:
        return "set"
    if setting.field == "numbers":
        return _ending(here)
    value = getattr(settings, setting.field)
    if setting.field in _ADDRESSES:
        from ivr.web.here import shown

        return shown(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _ending(number: str) -> str:
    """Say as much of a number as tells it from another."""
    return f"set, ending in {number.strip()[-3:]}"
