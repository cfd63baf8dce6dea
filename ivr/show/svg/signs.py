"""The small pictures on a map, each drawn once and used many times: what a node does, levels of problems, the flag."""

from typing import Final

SIGNS: Final = """\
<symbol id="sign-chooses" overflow="visible"><g fill="currentColor"><rect x="1" y="0" width="3.4" height="3.4"/>\
<rect x="5.8" y="0" width="3.4" height="3.4"/><rect x="10.6" y="0" width="3.4" height="3.4"/>\
<rect x="1" y="4.8" width="3.4" height="3.4"/><rect x="5.8" y="4.8" width="3.4" height="3.4"/>\
<rect x="10.6" y="4.8" width="3.4" height="3.4"/><rect x="1" y="9.6" width="3.4" height="3.4"/>\
<rect x="5.8" y="9.6" width="3.4" height="3.4"/><rect x="10.6" y="9.6" width="3.4" height="3.4"/></g></symbol>
<symbol id="sign-enters" overflow="visible"><rect x="0.7" y="2" width="13.6" height="10" rx="1.5" fill="none" \
stroke="currentColor" stroke-width="1.4"/><path d="M3.2 9.4h2M6.5 9.4h2M9.8 9.4h2" stroke="currentColor" \
stroke-width="1.6"/></symbol>
<symbol id="sign-records" overflow="visible"><circle cx="7.5" cy="7" r="6.2" fill="none" stroke="currentColor" \
stroke-width="1.4"/><circle cx="7.5" cy="7" r="3.4" fill="currentColor"/></symbol>
<symbol id="sign-rings" overflow="visible"><path d="M2.2 1.2c-1.6 1.4-1.2 5 2.2 8.4s7 3.8 8.4 2.2l.6-1.6-3.3-2.4\
-1.9 1.5c-1.5-.7-2.8-2-3.5-3.5l1.5-1.9L3.8.6z" fill="currentColor"/></symbol>
<symbol id="sign-ends" overflow="visible"><rect x="1.5" y="1" width="12" height="12" rx="1.5" \
fill="currentColor"/></symbol>
<symbol id="sign-speaks" overflow="visible"><path d="M1 4.8h3L8 1.4v11.2L4 9.2H1z" fill="currentColor"/>\
<path d="M10.2 4.2q2 2.8 0 5.6M12.4 2.4q3.2 4.6 0 9.2" fill="none" stroke="currentColor" stroke-width="1.4"/></symbol>
<symbol id="sign-divides" overflow="visible"><path d="M7.5 0.6l6.6 6.4-6.6 6.4L0.9 7z" fill="none" \
stroke="currentColor" stroke-width="1.5"/></symbol>
<symbol id="sign-error" overflow="visible"><circle cx="6.5" cy="6.5" r="6" fill="currentColor"/>\
<path d="M4.2 4.2l4.6 4.6M8.8 4.2l-4.6 4.6" stroke="var(--card)" stroke-width="1.6"/></symbol>
<symbol id="sign-warning" overflow="visible"><path d="M6.5 0.8l6.2 11.4H.3z" fill="currentColor"/>\
<path d="M6.5 4.4v4M6.5 9.4v1.5" stroke="var(--card)" stroke-width="1.6"/></symbol>
<symbol id="sign-advice" overflow="visible"><circle cx="6.5" cy="6.5" r="5.6" fill="none" stroke="currentColor" \
stroke-width="1.4"/><path d="M6.5 5.6v4M6.5 3.2v1.5" stroke="currentColor" stroke-width="1.6"/></symbol>
<symbol id="sign-untried" overflow="visible"><rect x="1" y="1" width="11" height="11" rx="2" fill="none" \
stroke="currentColor" stroke-width="1.4" stroke-dasharray="3 2"/></symbol>
<symbol id="sign-head" overflow="visible"><path fill="var(--line)" d="M0 -4.5L7 0L0 4.5z"/></symbol>
<symbol id="sign-flag" overflow="visible"><rect width="98" height="18" rx="9" \
fill="var(--here)" stroke="var(--on-here)" stroke-width="1.5"/>\
<circle cx="11" cy="9" r="3.5" fill="var(--on-here)"/><text x="19" y="13" \
fill="var(--on-here)" font-weight="bold" font-size="10.5">call is here</text></symbol>
<symbol id="sign-flag-over" overflow="visible"><rect x="-46" width="144" height="18" rx="9" \
fill="var(--on-here)" stroke="var(--here)" stroke-width="1.5"/>\
<rect x="-38" y="5.5" width="7" height="7" fill="var(--here)"/><text x="-26" y="13" \
fill="var(--here)" font-weight="bold" font-size="10.5">the call ended here</text></symbol>
"""
"""Definitions that the cards use by name."""
