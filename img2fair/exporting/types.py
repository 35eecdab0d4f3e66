"""What OncoTree and the portal say of a study's codes."""

from collections.abc import Sequence
from dataclasses import dataclass

from img2fair.cbioportal.portal import portal_token, read_portal
from img2fair.cbioportal.rules_oncotree import check_codes, check_portal, unreachable
from img2fair.clinical.oncotree import MIXED, Candidate, PortalTypes, Tree, candidates
from img2fair.errors import LoginFault, RemoteFault
from img2fair.findings import Finding


@dataclass(frozen=True, slots=True)
class Types:
    """OncoTree and the portal's cancer types; ``portal`` is ``None`` where none is configured or it did not answer."""

    tree: Tree
    portal: PortalTypes | None
    findings: tuple[Finding, ...] = ()

    def check(self, cancer_type: str, codes: Sequence[str], project: str, key: str) -> tuple[Finding, ...]:
        """Return what is wrong with a study's codes, and what the portal did not answer."""
        single = [] if cancer_type == MIXED else [cancer_type.upper()]
        found = check_codes(self.tree, [*codes, *single], project, key)
        of_portal = check_portal(self.portal, self.tree, cancer_type, codes, project, key) if self.portal else ()
        return (*found, *of_portal, *self.findings)

    def propose(self, term: str) -> tuple[Candidate, ...]:
        """Return the codes that a term may mean, best first."""
        return candidates(self.tree, term)

    def knows(self, code: str) -> bool | None:
        """Tell whether the portal knows a code; ``None`` where it was not asked."""
        return None if self.portal is None else code.lower() in self.portal


def types_of(tree: Tree, url: str, project: str, key: str) -> Types:
    """Ask the portal for its cancer types, if there is one; without an answer the export goes on, and says so."""
    if not url:
        return Types(tree, None)
    try:
        portal = read_portal(url, portal_token())
    except (RemoteFault, LoginFault) as fault:
        return Types(tree, None, (unreachable(fault, project, key),))
    return Types(tree, portal.types)
