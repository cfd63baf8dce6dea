"""A line that any softphone on this computer or network can ring: SIP (RFC 3261), sound both ways (RTP, G.711) and keys
(RFC 4733), in plain Python.

`Server` answers SIP and gives each call to a function of its own; `Media` is the sound and the keys of a call;
`converse` lets whoever is on the softphone be the `Caller` of a line. It is for trying a line on a desk: there is no
encryption and no password, it takes a few calls at once and it never rings anybody.
"""
