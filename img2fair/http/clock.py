"""How far a server's clock is from ours."""

from datetime import datetime, timedelta

from img2fair.model import Check, Standing

LARGEST_SKEW = timedelta(minutes=5)


def clock_check(theirs: datetime | None, ours: datetime) -> Check:
    """Return how far the server's clock is from ours: dates of records and the end of tokens go by it.

    However far it is, that is a warning: nothing ends a run by the difference of two clocks.
    """
    name = "clock"
    if theirs is None:
        return Check(name, Standing.SKIP, "the server does not tell its time")
    skew = theirs - ours
    if abs(skew) <= LARGEST_SKEW:
        return Check(name, Standing.PASS, "the server's clock agrees with ours")
    way, minutes = ("ahead of" if skew > timedelta(0) else "behind"), int(abs(skew).total_seconds() // 60)
    cure = "set the clock of that machine, or of this one, by a time server"
    return Check(name, Standing.WARN, f"the server's clock is {minutes} minutes {way} ours", cure)
