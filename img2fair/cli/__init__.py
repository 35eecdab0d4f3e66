"""The command line: one module per command, imported only when it is run, so that ``--help`` is fast.

This is also the edge where exceptions become exit codes: the one broad ``except`` of the project is here.
"""

import gc
import os
import sys
import traceback
from importlib import import_module

import click

from img2fair import __version__
from img2fair.errors import Exit, Fault

COMMANDS = {
    "demo": "The whole flow on a bundled archive of real imaging metadata.",
    "init": "Look at an archive and write a config for it.",
    "doctor": "Check config, archive, targets and machine; each with its cure.",
    "harvest": "Read an archive into a snapshot.",
    "map": "Map a snapshot to catalogue records.",
    "mapping": "Check a mapping file.",
    "validate": "Judge records or RDF files by profiles.",
    "preview": "One page for an investigator: what becomes public, what stays.",
    "plan": "Show what would change at the targets.",
    "apply": "Carry out a saved plan.",
    "publish": "Harvest, map, validate, plan and apply.",
    "withdraw": "Take one dataset out of the catalogue now.",
    "explain": "Why a dataset has a value, or none.",
    "export": "Write a project as a cBioPortal study.",
    "rule": "What a finding or an exit code means, and its cure.",
    "schedule": "Unit files for systemd, cron, Kubernetes, GitHub.",
    "serve": "Serve a published site on this machine.",
    "list": "List shipped mappings, profiles, codes; archives, targets.",
    "config": "Check the config; show what is in force and from where.",
    "form": "A form for XNAT that asks for what the archive does not know.",
    "migrate": "Move from another tool: its config, and its records.",
    "completion": "Completion for bash, zsh and fish.",
}


class _Lazy(click.Group):
    """A group that imports a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return [*COMMANDS]  # `list` is the module of a command here

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"img2fair.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([*COMMANDS.items()])


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="img2fair")
def img2fair() -> None:
    """Take a medical imaging archive to a FAIR catalogue.

    New here? img2fair demo shows it at work; img2fair init begins with your own archive.
    """


def main() -> None:
    """Run the command line and end the process with the contract's exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    debug = "--debug" in arguments
    gc.set_threshold(
        20_000, 20, 20
    )  # values live until the end; looking for rings among them costs a fifth of a harvest
    try:
        code = img2fair.main(arguments, prog_name="img2fair", standalone_mode=False)
        return int(code or Exit.DONE)
    except click.exceptions.Abort as abort:
        if isinstance(abort.__cause__, EOFError):  # a file that was cut short, which click takes for Ctrl-D
            return _bug(abort.__cause__, debug)
        return _told("interrupted", Exit.INTERRUPTED)
    except click.ClickException as error:
        error.show()
        return Exit.USAGE
    except Fault as fault:
        if debug:
            _trace(fault)
        return _told(str(fault), fault.code)
    except KeyboardInterrupt:
        return _told("interrupted", Exit.INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()  # nobody is listening any more, and Python would complain of it
        return Exit.DONE
    except Exception as error:  # noqa: BLE001 - the edge: a bug ends in words, never in archive text
        return _bug(error, debug)


def _bug(error: Exception, debug: bool) -> Exit:
    if debug:
        _trace(error)
    hint = "" if debug else "; run again with --debug and send us what it prints"
    return _told(f"error: this is a bug in img2fair ({type(error).__name__}){hint}", Exit.BUG)


def _told(text: str, code: Exit) -> Exit:
    if "_IMG2FAIR_COMPLETE" in os.environ:
        return code  # a shell asks how a line goes on; words would stand in the middle of it
    from img2fair.cli.options import harmless  # not needed for --help

    click.echo(harmless(text), err=True)
    return code


def _trace(error: BaseException | None) -> None:
    """Print where an exception was raised, and those it came of; never what they say.

    Their words may quote the archive, an answer or a log-in; places and lines of our source do not.
    """
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    for one in reversed(chain):
        place = "".join(traceback.format_tb(one.__traceback__)).rstrip()
        click.echo(f"{place}\n{type(one).__module__}.{type(one).__qualname__}", err=True)
