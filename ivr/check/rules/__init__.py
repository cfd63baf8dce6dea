"""One file for each rule, in folders by the sections of the catalogue; found by `ivr.check.catalogue`, listed nowhere.

A rule is a module with `NAME`, `LEVEL`, a docstring that is its manual, and `check(flow)`, which yields a `Finding`
for everything that breaks it. The manual has these parts, in this order:

    What is right, in one paragraph.

    Why: what happens to a caller where it is broken.

    Who is shut out: people who …; people who …

    Source: where the rule comes from, and how certain that is.

    Bad:

    A fenced yaml block that breaks the rule. It begins with `nodes:`, or is a whole menu file.

    Good:

    The same, mended.
"""
