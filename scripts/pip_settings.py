"""Reads `pip config list`, prints shell that sets the same package sources for uv. Run by scripts/lib.sh.

What is set for uv already stays. The values are printed for `eval` and nobody else: they may hold passwords.
"""

import ast
import os
import shlex
import sys

VARIABLES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
    "no-index": "UV_NO_INDEX",
}
SECTIONS = ("global", "install", ":env:")
"""In rising order of precedence."""


def main() -> None:
    """Translate standard input."""
    found: dict[str, tuple[int, str]] = {}
    for line in sys.stdin:
        section, dot, rest = line.strip().partition(".")
        name, equals, value = rest.partition("=")
        if section in SECTIONS and dot and equals and name in VARIABLES:
            rank = SECTIONS.index(section)
            if rank >= found.get(name, (0, ""))[0]:
                found[name] = (rank, str(ast.literal_eval(value)))
    for name, (_, value) in sorted(found.items()):
        variable = VARIABLES[name]
        separator = "," if variable == "UV_FIND_LINKS" else " "
        if variable not in os.environ:
            print(f"export {variable}={shlex.quote(separator.join(value.split()))}")
    # Every package is pinned by its hash, so it does not matter which source has it.
    print("export UV_INDEX_STRATEGY=unsafe-best-match")


if __name__ == "__main__":
    main()
