"""A telephone that obeys TwiML as Twilio does, for trying a line without a telephone network.

`caller` is the telephone, `twiml.check` the strict grammar, `steps` what a caller can do written as text, `wsgi` the
way to any WSGI app, `pytest_plugin` the fixture `caller`. The room knows TwiML and HTTP and nothing of menus.
"""

from ivr.phone.caller import Caller as Caller
from ivr.phone.steps import StepDoesNotFit as StepDoesNotFit
from ivr.phone.steps import UnknownStep as UnknownStep
from ivr.phone.wsgi import WsgiLine as WsgiLine
