"""the command line -> what follows from a graph: paths, discover; and of all of it: hubs, communities, years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

import typer

from kg.core.vocabulary import reasons
from kg.options import AsJson, Folder, narrowing, narrowing_without
from kg.printing import edge_phrase, emit, number, passage_lines, put, short

CONCEPTS_SHOWN = 8  # of a community, the strongest
_BAR = 40  # characters for the most papers of a year

# A step is asserted whatever is said of the rest
_steps = narrowing_without("negated", "asserted_only")
_ends = narrowing_without("about", "below", "category", "negated", "asserted_only")

analyse = typer.Typer(rich_markup_mode=None)


@_ends
def paths(
    folder: Folder,
    start: Annotated[str, typer.Argument(metavar="FROM", help="A concept, by name, synonym or id.")],
    end: Annotated[str, typer.Argument(metavar="TO", help="Another.")],
    limit: Annotated[int, typer.Option(min=1, help="How many paths at most.")] = 3,
    either_way: Annotated[
        bool, typer.Option("--either-way", help="Steps count against their direction too: what acts on what no more.")
    ] = False,
    hub_penalty: Annotated[
        float, typer.Option(min=0.0, help="Avoid concepts with many neighbours: 0.1 somewhat, 1 very much.")
    ] = 0.0,
    as_json: AsJson = False,
    *,
    wanted: Mapping[str, Any],
) -> None:
    """Print what leads from one concept to another, hop by hop, each with its sentence.

    Example: kg paths my-graph IL-2 lupus

    Example: kg paths my-graph rapamycin 'lupus nephritis' --either-way --hub-penalty 0.1
    """
    import kg

    with kg.open(folder) as graph:
        ends = [graph.concept(name) for name in (start, end)]
        found = graph.paths(
            ends[0]["id"], ends[1]["id"], limit=limit, either_way=either_way, hub_penalty=hub_penalty, **wanted
        )
    emit(found, _path_lines(found, [one["name"] for one in ends], either_way), as_json)


def _path_lines(found: Sequence[Mapping[str, Any]], ends: Sequence[str], either_way: bool) -> Iterator[str]:
    if not found:
        hint = "" if either_way else "; --either-way goes against the direction of assertions too"
        yield f"no path leads from {ends[0]} to {ends[1]}{hint}"
    for place, path in enumerate(found, 1):
        names = [concept["name"] for concept in path["concepts"]]
        yield f"{place}. {' – '.join(names)}"
        told = _consequence(names[0], names[-1], path["reads"], path["sign"])
        yield f"   belief {path['belief']:.2f}" + (f" · {told}" if told and len(names) > 2 else "")
        for hop in path["hops"]:
            yield from _hop_lines(hop)
        yield ""


def _consequence(start: str, end: str, reads: str, sign: int) -> str:
    """Say what would follow from the signs: "IL2 would decrease systemic lupus erythematosus"; "" from none."""
    if not sign:
        return ""
    if reads == "together":
        return f"{start} and {end} would go {'together' if sign > 0 else 'against each other'}"
    acting, acted = (start, end) if reads == "along" else (end, start)
    return f"{acting} would {'increase' if sign > 0 else 'decrease'} {acted}"


def _hop_lines(hop: Mapping[str, Any]) -> Iterator[str]:
    flags = [f"belief {hop['belief']:.2f}", number(hop["document_count"], "paper")]
    flags += reasons(hop)
    flags += ["RETRACTED PAPER"] if hop["retracted"] else []
    flags += [f"opposed by {number(len(hop['opposed_by']), 'assertion')}"] if hop["opposed_by"] else []
    yield f"   {edge_phrase(hop)}  {short(hop['id'])}  {' · '.join(flags)}"
    yield from passage_lines(hop)


@_ends
def discover(
    folder: Folder,
    name: Annotated[str, typer.Argument(metavar="NAME_OR_CURIE", help="A concept, by name, synonym or id.")],
    target: Annotated[
        str | None, typer.Option(metavar="NAME", help="Another concept: print what links the two instead.")
    ] = None,
    category: Annotated[
        list[str] | None, typer.Option(help="Only hypotheses about concepts of this category; repeatable.")
    ] = None,
    through: Annotated[
        list[str] | None,
        typer.Option(metavar="CATEGORY", help="Only links by concepts of this category; repeatable."),
    ] = None,
    ranking: Annotated[str, typer.Option(help="Another ranking than the default (docs/discovery.md).")] = "",
    limit: Annotated[int, typer.Option(min=1, help="How many hypotheses, or links, at most.")] = 10,
    as_json: AsJson = False,
    *,
    wanted: Mapping[str, Any],
) -> None:
    """Print hypotheses: what nobody has spoken of with a concept and others link to it, best first.

    Example: kg discover my-graph sirolimus --category disease

    Example: kg discover my-graph sirolimus --target 'lupus nephritis'

    Example: kg discover my-graph IL-2 --until 2010
    """
    import kg

    with kg.open(folder) as graph:
        narrowed = {**wanted, "category": category or ()}
        found = graph.discover(name, target, through=through or (), ranking=ranking, limit=limit, **narrowed)
    emit(found, _discovery_lines(found), as_json)


def _discovery_lines(found: Mapping[str, Any]) -> Iterator[str]:
    start = found["concept"]["name"]
    if found["target"]:
        yield from _direct_lines(start, found)
    else:
        many = number(found["linked"], "concept is", "concepts are")
        yield f"{many} linked to {start}, and nothing is asserted of the two (ranking: {found['ranking']})"
    for place, one in enumerate(found["hypotheses"], 1):
        concept, weight = one["concept"], f"score {one['score']:.3g} · {number(one['links'], 'link')}"
        both = one["named_together"]
        weight += f" · {number(both, 'paper names', 'papers name') if both else 'no paper names'} both"
        yield ""
        yield f"{place}. {concept['name']}  {concept['id']}  {concept['category'].replace('_', ' ')}  {weight}"
        if told := _consequence(start, concept["name"], one["reads"], one["sign"]):
            yield f"   {told}: {one['agreeing']:,} of {number(one['agreeing'] + one['opposing'], 'signed link')}"
        if one.get("since"):
            yield "   it has been asserted since:"
            yield from _hop_lines(one["since"])
        for way in one["ways"]:
            yield f"  by {way['concept']['name']}"
            for hop in way["hops"]:
                yield from _hop_lines(hop)


def _direct_lines(start: str, found: Mapping[str, Any]) -> Iterator[str]:
    direct, end = found["direct"], found["target"]["name"]
    if direct:
        none = "" if direct[0]["asserted"] else ", not asserted" if len(direct) == 1 else ", none asserted"
        yield f"{number(len(direct), 'assertion speaks', 'assertions speak')} of {start} and {end} together{none}:"
        yield from _hop_lines(direct[0])
    else:
        yield f"no assertion speaks of {start} and {end} together"
    if not found["hypotheses"]:
        yield "and nothing is asserted of both with a third"


@analyse.callback(invoke_without_command=True)
def common(context: typer.Context) -> None:
    """Look at a whole graph: its hubs, its communities, what changed by year.

    Example: kg analyse hubs my-graph
    """
    if context.invoked_subcommand is None:
        put(f"{context.get_help()}\n")


@analyse.command()
@_steps
def hubs(
    folder: Folder,
    by: Annotated[str, typer.Option(help="neighbours, papers, pagerank or betweenness.")] = "neighbours",
    of: Annotated[
        list[str] | None, typer.Option(metavar="CATEGORY", help="Only hubs of this category; repeatable.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 20,
    as_json: AsJson = False,
    *,
    wanted: Mapping[str, Any],
) -> None:
    """Print the concepts that most is asserted of, or that most leads to or through.

    Example: kg analyse hubs my-graph --of cell_type --by papers

    Example: kg analyse hubs my-graph --by betweenness --context lupus
    """
    import kg

    with kg.open(folder) as graph:
        found = graph.hubs(by, of or (), limit, **wanted)
    emit(found, _hub_lines(found, by), as_json)


def _hub_lines(found: Sequence[Mapping[str, Any]], by: str) -> Iterator[str]:
    if not found:
        yield "nothing is asserted here"
        return
    wide = max(len(row["name"]) for row in found)
    extra = by if by in found[0] and by not in ("neighbours", "papers") else ""
    yield f"{'':<{wide}}  neighbours  papers  acts  acted on" + (f"  {extra:>11}" if extra else "")
    for row in found:
        counts = f"{row['neighbours']:>10,}  {row['papers']:>6,}  {row['acts']:>4,}  {row['acted']:>8,}"
        measure = f"  {row[extra]:>11.4f}" if extra else ""
        yield f"{row['name']:<{wide}}  {counts}{measure}  {row['category'].replace('_', ' ')}"


@analyse.command()
@_steps
def communities(
    folder: Folder,
    resolution: Annotated[float, typer.Option(min=0.0, help="Above 1 for more and smaller ones.")] = 1.0,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 10,
    as_json: AsJson = False,
    *,
    wanted: Mapping[str, Any],
) -> None:
    """Print the communities: concepts among which more is asserted than between them and the rest.

    Example: kg analyse communities my-graph --grounded-only
    """
    import kg

    with kg.open(folder) as graph:
        found = graph.communities(resolution, limit, **wanted)
    emit(found, _community_lines(found), as_json)


def _community_lines(found: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not found:
        yield "no three concepts belong together here"
    for place, one in enumerate(found, 1):
        kinds = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in one["categories"].items())
        yield f"{place}. {one['name']}  {number(one['size'], 'concept')}: {kinds}"
        names = ", ".join(concept["name"] for concept in one["concepts"][:CONCEPTS_SHOWN])
        more = f" and {one['size'] - CONCEPTS_SHOWN:,} more" if one["size"] > CONCEPTS_SHOWN else ""
        yield f"   {names}{more}"
        yield f"   {number(one['inside'], 'pair')} of neighbours inside, {one['outside']:,} to the rest"


@analyse.command()
@narrowing
def years(
    folder: Folder,
    assertion: Annotated[
        str | None, typer.Option(metavar="ID", help="Only this assertion, by an id that `kg show` prints.")
    ] = None,
    recent: Annotated[int, typer.Option(min=1, help="How many years are of late, for what rises.")] = 3,
    limit: Annotated[int, typer.Option(min=1, help="How many rising concepts at most.")] = 10,
    as_json: AsJson = False,
    *,
    wanted: Mapping[str, Any],
) -> None:
    """Print by year what papers say, what was said first then, and which concepts rise.

    Example: kg analyse years my-graph --about 'regulatory T cells' --below
    """
    import kg

    with kg.open(folder) as graph:
        found = graph.by_year(recent, limit, assertion, **wanted)
    emit(found, _year_lines(found), as_json)


def _year_lines(found: Mapping[str, Any]) -> Iterator[str]:
    if not found["years"]:
        yield f"none of {number(found['undated'], 'paper')} with evidence says its year"
        return
    yield "year  papers  assertions  first said  concepts first met"
    most = max(row["papers"] for row in found["years"])
    for row in found["years"]:
        counts = f"{row['papers']:>6,}  {row['assertions']:>10,}  {row['gained']:>10,}  {row['concepts_gained']:>18,}"
        yield f"{row['year']}  {counts}  {'█' * max(1, round(_BAR * row['papers'] / most))}"
    if found["undated"]:
        yield f"{number(found['undated'], 'paper says', 'papers say')} no year"
    if found["rising"]:
        yield ""
        yield f"rising since {found['since']} (papers before, since):"
    for row in found["rising"]:
        yield f"  {row['name']}  {row['before']:,} → {row['recent']:,}  {row['category'].replace('_', ' ')}"
    if found["gained"]:
        yield ""
        yield f"first said since {found['since']}, in most papers:"
    for row in found["gained"]:
        facts = [str(row["first_year"]), number(row["papers"], "paper"), *reasons(row)]
        yield f"  {edge_phrase(row)}  {short(row['id'])}  {' · '.join(facts)}"
