"""What the targets' own schemas refused, told in the report."""

from collections.abc import Sequence
from dataclasses import replace

from img2fair.model import Receipt
from img2fair.pipeline import refusals
from img2fair.plan import plan_digest
from img2fair.publication.preparing import Prepared
from img2fair.report.files import write_report


def tell_refusals(prepared: Sequence[Prepared], receipts: Sequence[Receipt]) -> int:
    """Add what the targets' own schemas refused to the reports in the work folder; return how much that is."""
    told = 0
    for one in prepared:
        ours = {plan_digest(plan) for plan in one.plans}
        found = refusals(one.plans, [receipt for receipt in receipts if receipt.plan in ours])
        if found:
            report = replace(one.report, findings=(*found, *one.report.findings))
            write_report(one.located, report, one.mapped.records, one.before)
        told += len(found)
    return told
