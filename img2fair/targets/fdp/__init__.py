"""A FAIR Data Point as a target: its records are read back, compared and changed over its own HTTP interface.

settings    what the operator says                connection  log-in, requests, tries and what may be tried again
offer       identifiers and types the server has  iris        internal IRIs to the server's and back
graphs      what of a record is ours, both ways   stock       what the schemas of a fresh installation want different
inventory   all that is there, drafts included    refusals    a 400's validation report in words
bodies      what is sent for a record             writing     one change, and publication
target      the whole as a Target

Source: the reference implementation FAIRDataTeam/FAIRDataPoint 1.15 to 1.20; docs/fdp.md says what an operator needs.
"""

from img2fair.targets.fdp.settings import FdpSettings

__all__ = ["FdpSettings"]
