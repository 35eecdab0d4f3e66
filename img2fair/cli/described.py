"""The command line as plain values, for what is made of it: the reference, the manual page."""

from collections.abc import Iterator
from dataclasses import dataclass

import click


@dataclass(frozen=True, slots=True)
class Parameter:
    """An option or argument: how it is written (``-o, --output FILE``), what it does, what holds without it."""

    written: str
    help: str
    default: str = ""
    is_option: bool = True


@dataclass(frozen=True, slots=True)
class Described:
    """A command: its words (``img2fair export cbioportal``), its usage line, what it does, what it takes."""

    words: str
    usage: str
    help: str
    parameters: tuple[Parameter, ...]

    @property
    def short(self) -> str:
        """The first sentence of what it does."""
        return self.help.partition("\n\n")[0].partition(". ")[0].rstrip(".") + "."


def described() -> tuple[Described, ...]:
    """Return every command that can be run, in the order of ``img2fair --help``; groups are left out."""
    from img2fair.cli import img2fair

    return tuple(_below(click.Context(img2fair, info_name="img2fair")))


def _below(context: click.Context) -> Iterator[Described]:
    command = context.command
    if not isinstance(command, click.Group):
        yield _described(context)
        return
    for name in command.list_commands(context):
        below = command.get_command(context, name)
        if below is not None and not below.hidden:
            yield from _below(click.Context(below, info_name=name, parent=context))


def _described(context: click.Context) -> Described:
    command = context.command
    words = context.command_path
    help_ = "\n\n".join(" ".join(part.split()) for part in (command.help or "").strip().split("\n\n"))
    usage = f"{words} {' '.join(command.collect_usage_pieces(context))}"
    taken = tuple(_parameter(one, context) for one in command.get_params(context) if _shown(one))
    return Described(words, usage, help_, taken)


def _shown(parameter: click.Parameter) -> bool:
    return not (isinstance(parameter, click.Option) and (parameter.hidden or "--help" in parameter.opts))


def _parameter(parameter: click.Parameter, context: click.Context) -> Parameter:
    if not isinstance(parameter, click.Option):
        return Parameter(parameter.make_metavar(context), "", is_option=False)
    record = parameter.get_help_record(context)
    written, text = record if record else (", ".join(parameter.opts), "")
    words, mark, default = text.rpartition("[default: ")
    return Parameter(written, words.strip(), default.rstrip("]")) if mark else Parameter(written, text.strip())
