"""Medians and quartiles, and the words around them."""

import os
import platform
import statistics
from importlib.metadata import version


def spread(values: list[float]) -> tuple[float, float, float]:
    """Give the median and both quartiles."""
    if len(values) < 2:
        return values[0], values[0], values[0]
    first, middle, third = statistics.quantiles(values, n=4, method="inclusive")
    return middle, first, third


def shown(values: list[float], digits: int = 2) -> str:
    """Write `median [first..third]`."""
    middle, first, third = spread(values)
    return f"{middle:.{digits}f} [{first:.{digits}f}..{third:.{digits}f}]"


def surroundings() -> str:
    """What the figures depend on."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("flask", "werkzeug", "twilio", "granian"))
    load = "/".join(f"{value:.1f}" for value in os.getloadavg())
    return f"Python {platform.python_version()}, {packages}; {os.cpu_count()} cores, load {load}"
