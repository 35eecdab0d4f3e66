"""Moving from img2catalog: its config becomes ours, and its records in the FAIR Data Point are taken over.

toml_file   its file, with the line of each entry; secrets forgotten
legacy      what it says, and what is wrong in it
places      where archive and FAIR Data Point are
entries     where its entries go in ours, and why some go nowhere; examples, values that nobody meant
proposing   the config and the site mapping to be written, and what neither can say
folder      those files, never written over
looking     what becomes of each record that it left
keeping     what they said before
adopting    records taken over, and read back as a guest
telling     the report, and a summary for a terminal
"""

from img2fair.migrate.adopting import Proof, adoptions_only, proofs_of, take_over
from img2fair.migrate.folder import Folder, earlier_report, keep_report, make_folder
from img2fair.migrate.keeping import BEFORE, keep_before
from img2fair.migrate.legacy import Legacy, read_legacy
from img2fair.migrate.looking import Fate, Look, Met, counts, look, survey
from img2fair.migrate.places import Asked, find_places
from img2fair.migrate.proposing import Left, Places, Proposed, propose
from img2fair.migrate.telling import Move, next_text, report_text, summary_text

__all__ = [
    "BEFORE",
    "Asked",
    "Fate",
    "Folder",
    "Left",
    "Legacy",
    "Look",
    "Met",
    "Move",
    "Places",
    "Proof",
    "Proposed",
    "adoptions_only",
    "counts",
    "earlier_report",
    "find_places",
    "keep_before",
    "keep_report",
    "look",
    "make_folder",
    "next_text",
    "proofs_of",
    "propose",
    "read_legacy",
    "report_text",
    "summary_text",
    "survey",
    "take_over",
]
