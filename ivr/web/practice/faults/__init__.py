"""Scenarios with each fault: does the call go the same way, and does an officer find the same in the end?

A scenario is run without any fault, then with one, each time on a line of its own. What the caller heard, where the
call went, and what an officer finds when all the work that follows is done, must be the same: one message, with every
word of it. Only where the store is down may a caller notice; then nothing that was kept may be lost.
"""

from ivr.web.practice.faults.results import FaultResult
from ivr.web.practice.faults.running import run_with_fault, run_with_faults

__all__ = ["FaultResult", "run_with_fault", "run_with_faults"]
