"""What each check of ``doctor`` asks, and its usual cure: for the reference, and for the tests that break each one."""

from dataclasses import dataclass
from types import MappingProxyType

CONFIG, NETWORK, MACHINE = "config", "network", "machine"
XNAT, DICOMWEB, FOLDER, TABLE = "xnat", "dicomweb", "dicom_folder", "table"
FDP, SITE = "fdp", "site"
AREAS = MappingProxyType(
    {
        CONFIG: "The config, its mapping and profiles",
        NETWORK: "The way to an archive or FAIR Data Point",
        XNAT: "An XNAT",
        DICOMWEB: "A DICOMweb server",
        FOLDER: "A folder of DICOM files",
        TABLE: "A table of datasets",
        FDP: "A FAIR Data Point",
        SITE: "A static site",
        MACHINE: "This machine and the work folder",
    }
)
"""Area of a check → what it looks at."""


@dataclass(frozen=True, slots=True)
class CheckText:
    """A check: of which area, its name, what it asks, and what usually mends it."""

    area: str
    name: str
    asks: str
    cure: str


_CREDENTIALS = "Set the variables that the check names, or a .netrc entry of mode 0600."
_SERVER_UP = "Check the address, and that the server is up; then run again."
_CLOCK = "Set both clocks by a time server."

_TEXTS = (
    CheckText(CONFIG, "config", "Does the config read, and does it name a target?",
              "Mend each place that is told, as file:line:column; img2fair init writes a new one."),
    CheckText(CONFIG, "mapping", "Does the mapping load, without errors and doubts?",
              "Mend what img2fair mapping check tells."),
    CheckText(CONFIG, "profiles", "Do the profiles load?", "Name profiles that img2fair list profiles lists."),
    CheckText(CONFIG, "rules", "Is there a rule for each property that a profile demands?",
              "Add the rules that img2fair mapping coverage names as lacking."),
    CheckText(CONFIG, "defaults", "Does the config say what the profiles demand and no archive knows?",
              "Add the entries that are named, such as defaults.publisher."),
    CheckText(NETWORK, "credentials", "Is there a log-in, and where does it come from?", _CREDENTIALS),
    CheckText(NETWORK, "settings", "Can the entry of the config be used at all?", "Mend the entry that is named."),
    CheckText(NETWORK, "proxy", "Does a proxy lead to the server, and does it answer?",
              "Correct HTTPS_PROXY or HTTP_PROXY, or name the host in NO_PROXY."),
    CheckText(NETWORK, "name", "Does the host's name lead to an address?",
              "Look for a slip of the pen; ask your network people for the name server."),
    CheckText(NETWORK, "connection", "Does the port answer?", _SERVER_UP),
    CheckText(NETWORK, "certificate", "Is TLS spoken, with a certificate that is trusted for 30 days and more?",
              "Have the server's certificate mended; for your own authority set SSL_CERT_FILE."),
    CheckText(NETWORK, "time", "Has everything been answered when the time was up?",
              "See why the server is slow; run again."),
    CheckText(XNAT, "address", "Is this an XNAT, and not a log-in page, a portal or a redirect?",
              "Give the archive's own, final address, with its context path."),
    CheckText(XNAT, "clock", "Does its clock agree with ours, within five minutes?", _CLOCK),
    CheckText(XNAT, "guests", "Does it let guests in (require login)?",
              "Say public_requires_login: true of an archive that does not."),
    CheckText(XNAT, "log-in", "Does it take the log-in?", "Correct XNAT_USER and XNAT_PASS; issue a new alias token."),
    CheckText(XNAT, "projects", "How many projects does the account see, and how many can be published?",
              "Have an owner set a project's accessibility to public or protected."),
    CheckText(XNAT, "choice", "How many of them does the config choose, by id and access?",
              "Look at include and exclude of the archive."),
    CheckText(XNAT, "version", "Is the version one that img2fair was made for?", "Have XNAT brought up to date."),
    CheckText(XNAT, "rights", "May the account do no more than read?", "Have an account made that owns nothing."),
    CheckText(XNAT, "sessions", "How many sessions has the account open, of how many it may have?",
              "Find what logs in again and again with the same account."),
    CheckText(XNAT, "token", "When does the alias token end?", "Issue another one, or take an account's own log-in."),
    CheckText(XNAT, "forms", "Which custom forms are there, and does the mapping ask for their answers?",
              "Put in the form that img2fair form writes."),
    CheckText(XNAT, "lists", "Which lists work, and how many requests does a harvest take?",
              "Nothing: what a list does not bring is asked for project by project."),
    CheckText(DICOMWEB, "address", "Is this a DICOMweb server?", "Give the root of its QIDO-RS."),
    CheckText(DICOMWEB, "clock", "Does its clock agree with ours, within five minutes?", _CLOCK),
    CheckText(DICOMWEB, "log-in", "Does it take the log-in?", _CREDENTIALS),
    CheckText(DICOMWEB, "lists", "Is there one list of all series?",
              "Nothing: series are asked for study by study."),
    CheckText(DICOMWEB, "projects", "Which projects are there, and may anybody see one?",
              "Say visibility in the grouping, or correct its table."),
    CheckText(FOLDER, "place", "Is the folder there, and are there DICOM files in it?",
              "Check the path, its disk, and who may read it."),
    CheckText(FOLDER, "projects", "Which projects are there, and may anybody see one?",
              "Say visibility in the grouping, or correct its table."),
    CheckText(TABLE, "place", "Can the table be read, without mistakes?", "Mend the rows that are named."),
    CheckText(TABLE, "projects", "How many datasets are there, and how many are for the public?",
              "Say visibility in the config or a column."),
    CheckText(FDP, "address", "Is this a FAIR Data Point of the reference implementation?",
              "Give the address of its own pages."),
    CheckText(FDP, "version", "Is the version one that img2fair knows?", "Compare with docs/fdp.md."),
    CheckText(FDP, "identifiers", "Do its identifiers begin with an address that the world knows?",
              "Have instance.persistentUrl set."),
    CheckText(FDP, "own record", "Can a guest read its own record, with what an FDP Index shows of it?",
              "Fill in the record in the FAIR Data Point."),
    CheckText(FDP, "clock", "Does its clock agree with ours, within five minutes?", _CLOCK),
    CheckText(FDP, "types", "Has it the types of records that are published?",
              "Have an administrator restore the resource definitions."),
    CheckText(FDP, "schemas", "Does the profile of the target fit its schemas?", "Write the profile that is named."),
    CheckText(FDP, "text", "Does it keep letters with accents?", "Start it with a UTF-8 locale."),
    CheckText(FDP, "log-in", "Does it take the log-in or token?", "Make a new API key and set FDP_TOKEN."),
    CheckText(FDP, "token", "When does the token end?", "Make an API key: it does not end."),
    CheckText(FDP, "withdrawal", "May the account withdraw records?",
              "Make the account an administrator, or say withdraw: mark."),
    CheckText(FDP, "catalogue", "Is the catalogue of the config there, and can guests read it?",
              "Publish it in the FAIR Data Point, or leave catalog out."),
    CheckText(FDP, "right to create", "May the account create in that catalogue?",
              "Have an administrator add the account to the catalogue."),
    CheckText(FDP, "index", "Does the FDP Index answer, and will it find the FAIR Data Point?",
              "Check the index's address."),
    CheckText(SITE, "writable", "Can a new version be written beside the site?", "Let this user write there."),
    CheckText(SITE, "room", "Is there room for it?", "Free some room."),
    CheckText(SITE, "base", "Does the address answer that the pages name?", "Have a web server show the folder there."),
    CheckText(SITE, "folder", "Is the folder empty, or a site of ours?", "Name another path."),
    CheckText(SITE, "open_in", "Does each viewer answer that the pages lead to?", "Correct its address."),
    CheckText(SITE, "request_access", "Does the address answer where readers ask for the data?",
              "Correct the address, or take it out."),
    CheckText(MACHINE, "libraries", "Are the libraries those that img2fair needs?", "Install img2fair again."),
    CheckText(MACHINE, "engine", "Is the fast engine installed?", "pip install 'img2fair[fast]'"),
    CheckText(MACHINE, "encoding", "Is everything UTF-8?", "export LC_ALL=C.UTF-8"),
    CheckText(MACHINE, "temporary", "Is there room for temporary files?", "Name another folder in TMPDIR."),
    CheckText(MACHINE, "authorities", "Can the certificates be read that are to be trusted?",
              "Name a file of PEM certificates in SSL_CERT_FILE."),
    CheckText(MACHINE, "work folder", "Can the work folder be written, and by nobody else?",
              "chown and chmod as the check says."),
    CheckText(MACHINE, "disk", "Is there room for a run?", "Free some room."),
    CheckText(MACHINE, "lock", "Is no other run at work?", "Wait for it to end."),
    CheckText(MACHINE, "left over", "Did a run that was killed leave files half written?",
              "Nothing: the next run clears them away."),
    CheckText(MACHINE, "last run", "How did the last run end, and when?", "img2fair rule explains the exit code."),
    CheckText(MACHINE, "metrics", "Is the file of metrics young, and can it be written?",
              "See why the schedule does not run."),
    CheckText(MACHINE, "key", "Is the key of the pseudonyms closed to others, and apart from the work folder?",
              "chmod 600, and another place."),
    CheckText(MACHINE, "secrets", "Are the files that hold log-ins closed to others?", "chmod 600"),
    CheckText(MACHINE, "schedule", "What starts runs on this machine?", "systemctl enable --now, for an idle timer."),
)  # fmt: skip

CHECKS = MappingProxyType({f"{text.area}.{text.name}": text for text in _TEXTS})
"""``area.name`` → the check, in the order in which they are told."""
