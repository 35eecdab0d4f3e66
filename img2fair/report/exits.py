"""What each exit code means, why a command ends so, and what to do: for ``img2fair rule 9`` and the reference."""

from img2fair.errors import Exit
from img2fair.findings import RuleText


def _meaning(code: Exit, title: str, why: str, cure: str, dutch: tuple[str, str, str]) -> RuleText:
    return RuleText(str(int(code)), title, why, cure, dutch)


_MEANINGS = (
    _meaning(
        Exit.DONE,
        "Done, or nothing to do",
        "Everything that was asked for was done. A run that found nothing to change ends so too.",
        "Nothing.",
        (
            "Klaar, of niets te doen",
            "Alles wat gevraagd was is gedaan. Ook een run die niets te veranderen vond, eindigt zo.",
            "Niets.",
        ),
    ),
    _meaning(
        Exit.BUG,
        "A bug in img2fair",
        "The program met something that it was not written for. What was written before the bug is whole; nothing of "
        "the archive stands in the message.",
        "Run the same command again with --debug and send us what it prints: places in our source, nothing of your "
        "archive.",
        (
            "Een fout in img2fair zelf",
            "Het programma kwam iets tegen waar het niet op geschreven is. Wat vóór de fout geschreven is, is heel; "
            "in de melding staat niets uit het archief.",
            "Voer dezelfde opdracht nog eens uit met --debug en stuur ons wat er verschijnt: plaatsen in onze "
            "broncode, niets uit uw archief.",
        ),
    ),
    _meaning(
        Exit.USAGE,
        "The command line, the config or a mapping is wrong",
        "Something that somebody wrote cannot be understood, or names what is not there; or a folder cannot be "
        "written. Nothing was changed. Trying again without a change ends the same.",
        "Mend what the message names (file, line and column, or the option) and run again; 'img2fair COMMAND --help' "
        "has the options, 'img2fair doctor' looks at the config.",
        (
            "De opdrachtregel, de configuratie of een mapping klopt niet",
            "Iets dat iemand geschreven heeft is niet te begrijpen, of noemt wat er niet is; of een map is niet te "
            "schrijven. Er is niets veranderd. Opnieuw proberen zonder iets te veranderen geeft hetzelfde.",
            "Herstel wat de melding noemt (bestand, regel en kolom, of de optie) en probeer opnieuw; 'img2fair "
            "COMMAND --help' toont de opties, 'img2fair doctor' bekijkt de configuratie.",
        ),
    ),
    _meaning(
        Exit.INVALID,
        "Metadata are invalid",
        "Findings are as bad as --fail-on says, or worse. In 'publish' records were held back for it; those that are "
        "valid were published, and what was in the catalogue before stays as it was.",
        "Read report.html in the work folder, from the top: it names the screen and field in the archive for each "
        "cause. For a schedule this is no failure.",
        (
            "Metadata zijn ongeldig",
            "Er zijn bevindingen zo ernstig als --fail-on zegt, of ernstiger. Bij 'publish' zijn records daarom "
            "tegengehouden; geldige zijn gepubliceerd, en wat al in de catalogus stond blijft zoals het was.",
            "Lees report.html in de werkmap, van boven af: daar staat bij elke oorzaak het scherm en veld in het "
            "archief. Voor een geplande run is dit geen mislukking.",
        ),
    ),
    _meaning(
        Exit.UNAVAILABLE,
        "The archive or target is unavailable, or the disk is full",
        "A server did not answer, answered with an error again and again, or sent what it should not; or there was no "
        "room to write. What was there before is untouched.",
        "Try later: most of it passes. If it does not, 'img2fair doctor' tells whether it is the name, the network, "
        "the certificate, the proxy, the server or the disk.",
        (
            "Het archief of doel is onbereikbaar, of de schijf is vol",
            "Een server gaf geen antwoord, gaf steeds weer een fout, of stuurde wat hij niet hoort te sturen; of er "
            "was geen ruimte om te schrijven. Wat er stond is onaangeroerd.",
            "Probeer het later: het meeste gaat over. Zo niet, dan vertelt 'img2fair doctor' of het aan de naam, het "
            "netwerk, het certificaat, de proxy, de server of de schijf ligt.",
        ),
    ),
    _meaning(
        Exit.LOGIN,
        "The log-in was refused",
        "The archive or target does not take the account, its password or its token; or the token has ended. It is "
        "tried at most twice, so that no account is locked.",
        "Set the variables that the message names, or renew the token; 'img2fair doctor' says which log-in is used "
        "and where it came from.",
        (
            "De login is geweigerd",
            "Het archief of doel accepteert het account, het wachtwoord of het token niet; of het token is verlopen. "
            "Er wordt hooguit twee keer geprobeerd, zodat geen account geblokkeerd raakt.",
            "Zet de variabelen die de melding noemt, of vernieuw het token; 'img2fair doctor' zegt welke login "
            "gebruikt wordt en waar die vandaan komt.",
        ),
    ),
    _meaning(
        Exit.LOCKED,
        "Another run is at work",
        "Two runs never work in the same work folder or site at once. The lock is the kernel's: it ends with the "
        "process that holds it, so none is ever left behind.",
        "Wait until the other run has ended, or let this one wait: --wait SECONDS.",
        (
            "Er is al een run bezig",
            "Twee runs werken nooit tegelijk in dezelfde werkmap of site. De vergrendeling is van de kernel: ze "
            "eindigt met het proces dat haar houdt, dus er blijft er nooit een achter.",
            "Wacht tot de andere run klaar is, of laat deze wachten: --wait SECONDS.",
        ),
    ),
    _meaning(
        Exit.PRIVACY,
        "Privacy held something back",
        "A text that was to leave may identify somebody, or headers contradict de-identification. It stays in, and its "
        "record stays in the catalogue as it was; all others were done.",
        "Look at the finding (I2F-P…) in report.html: take the text out of the field, or have it reviewed. For a "
        "schedule this is no failure.",
        (
            "Privacy hield iets tegen",
            "Een tekst die naar buiten zou gaan kan iemand aanwijzen, of headers spreken de-identificatie tegen. De "
            "tekst blijft binnen en het record blijft in de catalogus zoals het was; al het andere is gedaan.",
            "Kijk naar de bevinding (I2F-P…) in report.html: haal de tekst uit het veld, of laat hem beoordelen. Voor "
            "een geplande run is dit geen mislukking.",
        ),
    ),
    _meaning(
        Exit.PARTLY,
        "Partly applied",
        "Some records could not be written or removed: the target refused them, somebody changed them meanwhile, or a "
        "guest still finds what was withdrawn. The others were done.",
        "Read which in receipt.json or on the terminal, mend the cause if one is named, and run again: the next run "
        "does what is left.",
        (
            "Gedeeltelijk uitgevoerd",
            "Sommige records konden niet geschreven of verwijderd worden: het doel weigerde ze, iemand veranderde ze "
            "intussen, of een gast vindt nog wat is teruggetrokken. De andere zijn gedaan.",
            "Lees welke in receipt.json of op de terminal, herstel de oorzaak als die genoemd is, en probeer opnieuw: "
            "de volgende run doet wat over is.",
        ),
    ),
    _meaning(
        Exit.SAFETY,
        "Safety stop",
        "Going on could do harm: the plan is stale, more than a tenth of the datasets would vanish though the archive "
        "does not call them private, or the harvest is incomplete, so that nothing can be concluded from what it "
        "lacks. A stale plan writes nothing. Where too many would vanish, what the archive calls private is withdrawn "
        "and all else waits. After an incomplete harvest what was not read stays as it is; what is private is "
        "withdrawn, and the rest published.",
        "Look at what the message names. A stale plan: plan again. Too many withdrawals: the message and last-run.json "
        "in the work folder name the projects; see whether the account still sees them; if they are to go, run again "
        "with the number that the message tells (--confirm-withdrawals). An incomplete harvest: mend what could not "
        "be read, or wait.",
        (
            "Veiligheidsstop",
            "Doorgaan zou kwaad kunnen doen: het plan is verouderd, meer dan een tiende van de datasets zou verdwijnen "
            "zonder dat het archief ze privé noemt, of het archief is niet helemaal gelezen, zodat uit wat ontbreekt "
            "niets volgt. Een verouderd plan schrijft niets. Zouden er te veel verdwijnen, dan wordt alleen "
            "teruggetrokken wat het archief privé noemt; al het andere wacht. Is niet alles gelezen, dan blijft wat "
            "ontbreekt zoals het is; wat privé is wordt teruggetrokken, en de rest gepubliceerd.",
            "Kijk naar wat de melding noemt. Een verouderd plan: plan opnieuw. Te veel terugtrekkingen: de melding en "
            "last-run.json in de werkmap noemen de projecten; ga na of het account ze nog ziet; moeten ze echt weg, "
            "probeer dan opnieuw met het getal uit de melding (--confirm-withdrawals). Niet alles gelezen: herstel wat "
            "niet te lezen was, of wacht.",
        ),
    ),
    _meaning(
        Exit.PENDING,
        "Changes are pending",
        "'plan --detailed-exitcode' found something to change. Without that option a plan with changes ends with 0.",
        "'img2fair publish', or 'img2fair apply' with the plan.",
        (
            "Er staan wijzigingen klaar",
            "'plan --detailed-exitcode' vond iets te veranderen. Zonder die optie eindigt een plan met wijzigingen "
            "met 0.",
            "'img2fair publish', of 'img2fair apply' met het plan.",
        ),
    ),
    _meaning(
        Exit.INTERRUPTED,
        "Interrupted",
        "Somebody or something ended the run (Ctrl-C, a signal). What was written is whole: files and sites are "
        "swapped in one step, and a FAIR Data Point is written record by record.",
        "Run again: it takes up what was left and finishes it.",
        (
            "Afgebroken",
            "Iemand of iets heeft de run beëindigd (Ctrl-C, een signaal). Wat geschreven is, is heel: bestanden en "
            "sites worden in één stap verwisseld, en een FAIR Data Point wordt record voor record geschreven.",
            "Probeer opnieuw: de run neemt op wat er lag en maakt het af.",
        ),
    ),
)
EXITS: dict[Exit, RuleText] = {Exit(int(text.code)): text for text in _MEANINGS}
"""Exit code → what it means, in the order of the numbers."""
