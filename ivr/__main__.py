"""Where the command `ivr`, and `python -m ivr`, begin.

Nothing is imported before Ctrl-C is looked after: loading the command line itself takes long enough to be interrupted.
"""

import gc
import sys


def main() -> None:
    """Run the command line and end the process; with 130 if it is interrupted before it has begun."""
    # What is imported stays to the end. The collector would look through it again and again, and find nothing.
    gc.disable()
    try:
        from ivr.cli import main as command_line

        gc.freeze()
        gc.enable()
        command_line(prog_name="ivr")
    except KeyboardInterrupt:
        sys.exit(130)  # as in ivr.cli.exits, which may not be there yet
    finally:
        gc.freeze()  # nor is there anything to be looked through when the process ends


if __name__ == "__main__":
    main()
