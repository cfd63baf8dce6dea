"""What of a menu the calls that were made have tried, and what nobody has.

    covered = coverage(flow, [line.journal(call_sid) for call_sid in calls])
    print(covered.percent, [item.words for item in covered.untried])

What there is to try comes from walking every call there is, so nothing is asked for that no call can come to: each
option, silence, wrong key and entry of each node, each way out of each junction, how each ringing ends, recordings
and none, hanging up at each step that waits, each language, and each key that works everywhere (once for the line).
What was tried comes from the journals of calls, which hold no digits.
"""

from ivr.check.coverage.demand import demanded
from ivr.check.coverage.item import KINDS, Coverage, Item, Kind, What
from ivr.check.coverage.measure import coverage
from ivr.check.coverage.tried import tried_in

__all__ = ["KINDS", "Coverage", "Item", "Kind", "What", "coverage", "demanded", "tried_in"]
