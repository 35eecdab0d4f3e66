"""From trees to rules: properties, their rules, and the nodes in them. Every mistake is noted and reading goes on."""

from dataclasses import replace

from img2fair.mapping.builder import Builder
from img2fair.mapping.expression import Expression
from img2fair.mapping.known import Known
from img2fair.mapping.language import FieldRule, NodeRule, PropertyRules
from img2fair.mapping.merge import extend
from img2fair.mapping.parts import constant, datatype, language, lookup, truth
from img2fair.mapping.problems import Place, nearest
from img2fair.mapping.tree import Scalar, Sequence, Table, Tree, is_null

NODE_KEYS = frozenset("use iri type with fields".split())
RULE_KEYS = frozenset("from const each when node lookup on_miss as lang type required".split())
VALUE_KEYS = ("from", "const", "node")


def property_rules(builder: Builder, tree: Tree | None, known: Known, above: str) -> tuple[PropertyRules, ...]:
    """Return the rules of all properties under ``fields``; a property that is null has none."""
    if tree is None or is_null(tree):
        return ()
    if not isinstance(tree, Table):
        builder.notes.error(tree.at, f"{above}/fields", "expected properties, such as dct:title")
        return ()
    found = []
    for curie, value in tree.entries.items():
        at = tree.place(curie)
        predicate = builder.name(curie, at, above)
        items = value.items if isinstance(value, Sequence) else (value,)
        places = [item.at for item in items] if isinstance(value, Sequence) else [at]
        if is_null(value):
            continue
        pairs = zip(items, places, strict=True)
        rules = [field_rule(builder, item, place, known, curie, tree.overrides(curie)) for item, place in pairs]
        if predicate is not None:
            found.append(PropertyRules(curie, predicate, tuple(rule for rule in rules if rule is not None)))
    return tuple(found)


def node_rule(builder: Builder, tree: Tree, known: Known, subject: str) -> NodeRule | None:
    """Return the rule of a supporting node, with the template it uses."""
    if not isinstance(tree, Table):
        builder.notes.error(tree.at, subject, "node: expected keys such as use, iri, type, with and fields")
        return None
    builder.keys(tree, NODE_KEYS, f"{subject}/node")
    table = _with_template(builder, tree, subject)
    given = builder.expressions(tree.entries.get("with"), known, f"{subject}/with")
    inner = replace(known, local=True, it=stands_for(given)) if given else known
    if "use" in tree.entries:  # a template serves people of archives, forms and configs alike
        inner = replace(inner, it=())
    written = table.entries.get("iri")
    if written is None:
        builder.notes.error(tree.at, subject, 'node: iri is missing, such as "{{ iri }}#publisher"')
        return None
    iri = builder.expression(written, inner, f"{subject}/iri", iri=True)
    types = builder.types(table, f"{subject}/type")
    fields = property_rules(builder, table.entries.get("fields"), inner, subject)
    return NodeRule(tree.at, iri, types, given, fields) if iri else None


def _with_template(builder: Builder, tree: Table, subject: str) -> Table:
    use = tree.entries.get("use")
    if not isinstance(use, Scalar):
        return tree
    template = builder.nodes.get(use.text)
    if not isinstance(template, Table):
        builder.notes.error(use.at, subject, f"unknown node '{use.text}'{nearest(use.text, builder.nodes)}")
        return tree
    return extend(template, tree, kinds=frozenset(), notes=builder.notes)


def field_rule(
    builder: Builder, tree: Tree, at: Place, known: Known, subject: str, overrides: str = ""
) -> FieldRule | None:
    """Return one rule of a property; ``at`` is what origins and findings name, ``overrides`` what it replaces."""
    if not isinstance(tree, Table):
        builder.notes.error(tree.at, subject, "expected a rule, such as {from: project.name} or {const: some text}")
        return None
    builder.keys(tree, RULE_KEYS, subject)
    given = [key for key in VALUE_KEYS if key in tree.entries]
    if len(given) != 1:
        found = " and ".join(given) or "none"
        builder.notes.error(tree.at, subject, f"a rule has exactly one of from, const and node (found: {found})")
        return None
    each = builder.expressions(tree.entries.get("each"), known, f"{subject}/each")
    inner = replace(known, local=True, it=stands_for(each)) if "each" in tree.entries else known
    when = tree.entries.get("when")
    rule = FieldRule(
        at=at,
        sources=builder.expressions(tree.entries.get("from"), inner, subject),
        node=node_rule(builder, tree.entries["node"], inner, subject) if "node" in tree.entries else None,
        each=each,
        when=builder.expression(when, inner, f"{subject}/when") if when is not None else None,
        required=truth(builder, tree, "required", subject),
        overrides=overrides,
    )
    return _with_values(builder, tree, rule, inner, subject)


def _with_values(builder: Builder, tree: Table, rule: FieldRule, known: Known, subject: str) -> FieldRule:
    if "node" in tree.entries:
        for key in ("lookup", "on_miss", "as", "lang", "type"):
            if key in tree.entries:
                builder.notes.error(tree.place(key), subject, f"'{key}' does not go with node")
        return rule
    found = lookup(builder, tree, subject)
    kind = datatype(builder, tree, subject)
    types = builder.types(tree, f"{subject}/type")
    if types and kind != "iri":
        builder.notes.error(tree.place("type"), subject, "'type' goes with as: iri only")
    tag, lang = language(builder, tree, known, subject)
    if (tag or lang) and kind != "string":
        builder.notes.error(tree.place("lang"), subject, f"'lang' goes with texts only, not with as: {kind}")
    rule = replace(rule, lookup=found, kind=kind, types=types, tag=tag, lang=lang)
    return replace(rule, const=constant(builder, tree, rule, subject)) if "const" in tree.entries else rule


def stands_for(given: tuple[Expression, ...]) -> tuple[str, ...]:
    """Return the archive paths an item can stand for; nothing where it can be of a form or the config."""
    paths = [str(chain) for one in given for chain in one.chains]
    if any(not path.startswith(("project.", "resources")) for path in paths) or any(one.steps for one in given):
        return ()
    return tuple(paths)
