"""Numbers as they are spoken: one digit at a time, in groups, so that they can be followed and checked."""

import re

_GROUPS = {
    ("02", 11): (3, 4, 4),
    ("03", 11): (4, 3, 4),
    ("08", 11): (4, 3, 4),
}
"""How people in the UK group a number, by how it begins and its length; others start with the area code."""


def in_groups(number: str) -> str:
    """Return a number digit by digit, a comma between groups. Groups written with blanks are kept.

    >>> in_groups("07700900123")
    '0 7 7 0 0, 9 0 0, 1 2 3'
    >>> in_groups("0300 790 6772")
    '0 3 0 0, 7 9 0, 6 7 7 2'
    >>> in_groups("48213765")
    '4 8 2 1, 3 7 6 5'
    """
    written = re.findall(r"\d+", number)
    groups = written if len(written) > 1 else list(_grouped("".join(written)))
    return ", ".join(" ".join(group) for group in groups)


def _grouped(digits: str) -> list[str]:
    if digits.startswith("0") and len(digits) in (10, 11):
        sizes: tuple[int, ...] = _GROUPS.get((digits[:2], len(digits)), (5, 3, len(digits) - 8))
    else:
        sizes = tuple(4 if len(digits) % 4 in (0, 3) else 3 for _ in digits)
    groups, rest = [], digits
    for size in sizes:
        groups.append(rest[:size])
        rest = rest[size:]
    if len(groups) > 1 and len([g for g in groups if g][-1]) == 1:  # a digit alone is easily missed
        filled = [g for g in groups if g]
        filled[-2:] = [filled[-2] + filled[-1]]
        return filled
    return [group for group in groups if group]
