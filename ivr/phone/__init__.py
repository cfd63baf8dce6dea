"""A telephone that obeys TwiML as Twilio does, for trying a line without a telephone network.

`caller` is the telephone, `twiml.check` the strict grammar, `steps` what a caller can do written as text, `wsgi` the
way to any WSGI app, `twilio_api` a stand-in for Twilio's REST API, `sound` what is recorded, `pytest_plugin` the
fixtures `caller` and `local_twilio`. The room knows TwiML and HTTP and nothing of menus.

Nothing is imported here: the pytest plugin is loaded in every pytest run of whoever has this package.
"""
