"""`ivr worker`: only do what follows calls."""

import click


@click.command()
def command() -> None:
    """Do what follows calls until Ctrl-C: fetch recordings, tell officers, delete, retain.

    Any number of them, on any number of hosts, share the jobs of one database. The jobs of one that dies are taken over
    by another within seconds. One that is stopped ends what it has begun first.
    """
    from ivr.cli.worker import work

    work()
