"""Plans and receipts as files, and what a plan is known by."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from img2fair.errors import UsageFault
from img2fair.files import write_text
from img2fair.model import Plan, Receipt

_PLANS: TypeAdapter[tuple[Plan, ...]] = TypeAdapter(tuple[Plan, ...])
_RECEIPTS: TypeAdapter[tuple[Receipt, ...]] = TypeAdapter(tuple[Receipt, ...])


def plan_digest(plan: Plan) -> str:
    """Return the SHA-256 (hex) of a plan: by it a receipt names its plan, and a plan is known as applied already."""
    return hashlib.sha256(_PLANS.dump_json((plan,))).hexdigest()


def write_plans(path: Path, plans: Sequence[Plan]) -> None:
    """Write the plans for all targets as JSON."""
    write_text(path, _PLANS.dump_json(tuple(plans), indent=1).decode() + "\n")


def read_plans(path: Path) -> tuple[Plan, ...]:
    """Return the plans of a file.

    :raises UsageFault: there is none, or it holds no plans of this version.
    """
    try:
        return _PLANS.validate_json(path.read_bytes())
    except OSError as error:
        raise UsageFault(f"cannot read the plan: {error.strerror}", where=str(path), cure="img2fair plan") from None
    except ValidationError:
        raise UsageFault("not a plan of this version of img2fair", where=str(path), cure="img2fair plan") from None


def write_receipts(path: Path, receipts: Sequence[Receipt]) -> None:
    """Write what came of the plans as JSON."""
    write_text(path, _RECEIPTS.dump_json(tuple(receipts), indent=1).decode() + "\n")
