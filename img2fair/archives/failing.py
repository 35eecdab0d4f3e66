"""A fault as what a check tells: what went wrong, and its cure."""

from img2fair.errors import Fault
from img2fair.model import Check, Standing


def failed(name: str, fault: Fault, standing: Standing = Standing.FAIL) -> Check:
    """Return the check of a name that came out as a fault."""
    where = f" ({fault.where})" if fault.where else ""
    return Check(name, standing, f"{fault.what}{where}", fault.cure, fault.code)
