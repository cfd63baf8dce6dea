"""The log of who did what: whether it verifies."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ivr.cli.doctor.case import Case
from ivr.cli.doctor.finding import Finding, advice, problem, well
from ivr.cli.doctor.secret import vault_with_secret

if TYPE_CHECKING:
    from ivr.message.audit import Verdict

TITLE = "Log"
PLACE = 135


def check(case: Case) -> Iterator[Finding]:
    """Verify the whole log, and say where seals are of an earlier secret."""
    from ivr.message.audit import verify

    database, vault = case.ready_database(), vault_with_secret(case)
    found = database.read(lambda connection: verify(connection, vault))
    if found.well:
        yield well(f"The log of who did what is well: {found.entries:,} entries, and nobody changed any.")
        return
    if found.earlier:
        # A secret that was changed on purpose looks like this, and it stays so until those entries are dropped.
        rest = database.read(
            lambda connection: verify(connection, vault, secret_changed_after=found.changed_after)
        )
        if rest.well:
            yield _earlier(found)
            return
        found = rest
    which = f"entry {found.bad_number} is not right, " if found.bad_number is not None else ""
    yield problem(
        f"The log of who did what does not verify: {which}{found.why}.",
        "Copy the database as it is now and compare it with a backup: somebody who can write into it may have "
        "changed the log. `ivr audit verify` says more.",
    )


def _earlier(found: "Verdict") -> Finding:
    options = " ".join(f"--secret-changed-after {number}" for number in found.changed_after)
    return advice(
        f"The log hangs together, but its entries up to {found.changed_after[-1]} were sealed under an earlier secret.",
        "If IVR_SECRET was changed then, all is well until they are dropped for their age; "
        f"`ivr audit verify {options}` says the same. If it was not, somebody made the log anew: compare it with a "
        "backup.",
    )
