"""``img2fair list``."""

from collections.abc import Sequence
from pathlib import Path

import click

from img2fair.cli.options import common, json_option, print_json

KINDS = ("mappings", "profiles", "codes", "terms", "archives", "targets", "oncotree")
TABLES = {"codes": ("mappings", "codes"), "terms": ("shapes", "vocabularies")}
"""Kinds whose members can be looked into → where they are shipped."""
ONCOTREE = "oncotree"


@click.command("list")
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("name", required=False)
@json_option
@common
def command(kind: str, name: str | None, as_json: bool) -> int:
    """List what img2fair ships or knows of a KIND; with the NAME of a table, what is in it.

    `codes` are the tables from words of an archive to codes, `terms` those of the values that profiles want. `oncotree`
    are the commonest cancer types by code, name and tissue; NAME is a word to look for: a code, tissue or diagnosis.
    """
    from img2fair.errors import Exit

    if name is not None or kind == ONCOTREE:
        rows = _types(name or "") if kind == ONCOTREE else _rows(kind, name or "")
        if as_json:
            print_json({name or kind: rows})
        else:
            click.echo("\n".join("\t".join(row) for row in rows))
        return Exit.DONE
    names = _listed(kind)
    if as_json:
        print_json({kind: names})
    else:
        layers = _layers(names) if kind == "mappings" else set()
        click.echo("\n".join(f"{name}  (a layer: lay it over another)" if name in layers else name for name in names))
    return Exit.DONE


def _rows(kind: str, name: str) -> Sequence[Sequence[str]]:
    """Return what is in a table: word, code and label; or address, label in English and, where there is one, Dutch."""
    if kind not in TABLES:
        raise click.UsageError(f"only {' and '.join(TABLES)} can be looked into: img2fair list {kind}")
    file = next((path for path in _tables(kind) if _name(path) == name), None)
    if file is None:
        raise click.UsageError(f"there is no table '{name}': img2fair list {kind}")
    if kind == "codes":
        from img2fair.codes import read_table as read_codes

        return [(word, code.iri, code.label) for word, code in read_codes(file).codes.items()]
    from img2fair.shacl.vocabulary import read_table as read_terms

    table = read_terms(file)
    return [(term, label, *filter(None, [table.dutch.get(term)])) for term, label in table.labels.items()]


def _types(word: str) -> Sequence[Sequence[str]]:
    """Return the cancer types of our own table that a word is in, by tissue; else those that it may mean."""
    from img2fair.clinical.oncotree import candidates, own_tree

    tree, sought = own_tree(), word.casefold()
    nodes = sorted(tree.nodes.values(), key=lambda node: (node.tissue, node.name, node.code))
    said = {node.code: f"{node.code}\n{node.name}\n{node.main_type}\n{node.tissue}".casefold() for node in nodes}
    found = [node for node in nodes if sought in said[node.code]]
    found = found or [tree.nodes[one.code] for one in candidates(tree, word)]
    if not found:
        raise click.UsageError(f"none of the commonest types is '{word}'; all are at https://oncotree.info")
    return [(node.code, node.name, node.tissue) for node in found]


def _tables(kind: str) -> Sequence[Path]:
    from img2fair.assets import find_folder

    shipped, below = TABLES[kind]
    return sorted((find_folder(shipped) / below).glob("*.tsv"))


def _name(table: Path) -> str:
    return table.name.removesuffix(".tsv").removesuffix(".sssom")


def _layers(names: Sequence[str]) -> set[str]:
    """Return which of the shipped mappings are none by themselves."""
    from img2fair.mapping import MappingFault, load_mapping

    found = set()
    for name in names:
        try:
            load_mapping(name)
        except MappingFault:
            found.add(name)
    return found


def _listed(kind: str) -> Sequence[str]:
    if kind in TABLES:
        return [_name(table) for table in _tables(kind)]
    if kind == "mappings":
        from img2fair.assets import names

        return names("mappings", ".yaml")
    if kind == "profiles":
        from img2fair.shacl import list_profiles

        return [name for name, _, _ in list_profiles()]
    if kind == "archives":
        from img2fair.archives import ARCHIVES

        return sorted(ARCHIVES)
    from img2fair.targets import TARGETS

    return sorted(TARGETS)
