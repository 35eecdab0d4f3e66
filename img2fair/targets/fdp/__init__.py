"""A FAIR Data Point as a target: its records are read back, compared and changed over its own HTTP interface.

settings     what the operator says               connection   requests, tries and what may be tried again
session      one log-in for all threads           locks        who may write beside whom
offer        identifiers and types the server has graphs       what of a record is ours, both ways
inventory    all that is there, drafts included   pages        records out of the server's lists
holdings     what was found there                 strangers    records of other tools among it
foreseeing   by what the server will judge        stock        what a fresh installation's schemas want different
bodies       what is sent for a record            writing      one change
book         what is known while writing          publishing   drafts shown, lost links put back
withdrawing  deleting or marking, with proof      marking      what a mark says
unlinking    a record no longer listed            refusals     a 400's validation report in words
preflight    what will not work (with account, served, version, letters)
rehearsal    the catalogue as harvesters walk it (with visits, walks)
guest        what is shown without a log-in       index        the FDP Index of the config
target       the whole as a Target

Source: the reference implementation FAIRDataTeam/FAIRDataPoint 1.15 to 1.20; docs/fdp.md says what an operator needs.
"""

from img2fair.targets.fdp.settings import FdpSettings

__all__ = ["FdpSettings"]
