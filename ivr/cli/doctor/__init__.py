"""`ivr doctor`: what is set up well, and what is not, in plain words.

Each file in `checks` looks at one thing and is found there. It has a `TITLE`, a `PLACE` (a number: where it comes in
the report) and a function `check(case)` that yields findings. A check changes nothing and shows nothing secret; one
that breaks, or takes too long, is a problem that is told and no more.
"""
