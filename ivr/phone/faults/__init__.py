"""What can go wrong between Twilio and a line, as switches that any call can be made with.

    trunk = FAULTS["twice"].on(WsgiLine(app).post)
    caller = Caller(trunk.post, …, **trunk.habits)
    …                               # the call
    trunk.close()                   # what is still under way arrives
    assert not trunk.complaints

`FAULTS` are all of them. Those that need the line's own store, process or menu are done by `ivr.web.practice.faults`.
"""

from ivr.phone.faults.trunks import Trunk
from ivr.phone.faults.values import FAULTS, OUTAGE, Fault

__all__ = ["FAULTS", "OUTAGE", "Fault", "Trunk"]
