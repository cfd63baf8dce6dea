"""Work that goes on after a call: started with the row it belongs to, done soon, and done also where a host dies.

The rows of this room say what is to be done. DBOS makes it happen at once and brings it back after a crash; nothing
outside this folder knows of it, so that another engine could take its place. It keeps tables of its own in the same
database, in which there are only the provider's names of calls and recordings, numbers and plain words.

`Enqueuer` starts work, from wherever rows are written. `Worker` does it, in as many processes as there are. Neither
loads DBOS, which takes seconds, before it has to.
"""

from ivr.message.work.doing import Round
from ivr.message.work.enqueuing import Enqueuer
from ivr.message.work.running import Worker

__all__ = ["Enqueuer", "Round", "Worker"]
