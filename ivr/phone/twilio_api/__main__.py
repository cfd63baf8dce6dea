"""Run the stand-in alone, until Ctrl-C or SIGTERM: `python -m ivr.phone.twilio_api --port 5056`."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal

from ivr.phone.twilio_api.app import ACCOUNT_SID, AUTH_TOKEN, TwilioApi
from ivr.phone.twilio_api.recordings import Recordings
from ivr.phone.twilio_api.server import serve


def main() -> None:
    """Read the options and run. The token may come from TWILIO_AUTH_TOKEN, which no other user can read."""
    parser = argparse.ArgumentParser(
        prog="python -m ivr.phone.twilio_api",
        description="A stand-in for Twilio's REST API, on this computer only. It keeps everything in memory.",
    )
    parser.add_argument("--port", type=int, default=5056, help="the port it listens at; 0 takes a free one")
    parser.add_argument("--account", default=ACCOUNT_SID, help="the account's SID (AC…)")
    parser.add_argument(
        "--ready-after", type=float, default=0.0, help="seconds until a recording can be fetched"
    )
    chosen = parser.parse_args()
    recordings = Recordings(ready_after=chosen.ready_after)
    token = os.environ.get("TWILIO_AUTH_TOKEN", AUTH_TOKEN)
    try:
        served = serve(TwilioApi(chosen.account, token, recordings=recordings), port=chosen.port)
    except OSError as error:
        parser.exit(2, f"Port {chosen.port} cannot be listened at ({error.strerror}).\n")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # to end as well as with Ctrl-C
    with served, contextlib.suppress(KeyboardInterrupt):
        print(f"A stand-in for Twilio's REST API runs at {served.url}", flush=True)
        served.wait()


if __name__ == "__main__":
    main()
