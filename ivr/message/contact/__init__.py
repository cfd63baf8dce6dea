"""How somebody asked to be contacted: rules, safe times and words to say, worked out from their answers alone.

The names and values of the answers are those of the menu that is shipped: `contact` (call, ring-back), `safe_number`,
`rules` (safest, changed), `caller_id` (hidden, shown), `voicemail` (none, first-name), `others` (end-call,
ask-for-name), `safe_time` (any, mornings, afternoons, evenings) and `safe_days` (any, monday-friday, weekends).
What was not stated, or is none of these, is read in the way that is safest.

>>> rules({"contact": "call", "safe_number": "07700900123", "safe_time": "evenings", "safe_days": "any"}).sentences
... # doctest: +NORMALIZE_WHITESPACE
('Hide your number.', 'Leave no voicemail.', 'Send no text.', 'Say nothing to anyone else.',
 'Only in the evening, 5 to 9.')
"""

from ivr.message.contact.rules import ContactRules, rules
from ivr.message.contact.script import ScriptStep, script
from ivr.message.contact.times import next_safe, safe_now

__all__ = ["ContactRules", "ScriptStep", "next_safe", "rules", "safe_now", "script"]
