"""Concepts and how strongly each two are tied -> communities that fit on a screen, always the same ones.

`discover` has communities to rank; these are to be looked at: none so large that nobody could read it, where its ties
allow, and those too small to be worth a place of their own apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import networkx as nx

LARGEST = 300  # concepts; more on one screen is a grey ball
_SMALLEST = 5
_MOST = 100  # communities on the first picture
_SEED = 11

Pair = tuple[int, int]


def communities(count: int, ties: Mapping[Pair, float]) -> tuple[list[list[int]], list[list[int]]]:
    """Return the communities, largest first, and the groups too small or too many to be one.

    Found by the Louvain method (Blondel et al., J Stat Mech 2008, P10008); one that is too large is divided again.

    Args:
        count: concepts are numbered from 0, strongest first. Numbers, not ids: a set of numbers is walked through in
            the same order in every process.
        ties: the weight between two concepts.
    """
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_weighted_edges_from((a, b, weight) for (a, b), weight in sorted(ties.items()) if a != b)
    found = [part for part in _parts(graph) for part in _divided(graph, part)]
    found.sort(key=lambda part: (-len(part), part))
    large = [part for part in found if len(part) >= _SMALLEST][:_MOST]
    return large, found[len(large) :]


def _parts(graph: nx.Graph[int]) -> list[list[int]]:
    return [sorted(part) for part in nx.community.louvain_communities(graph, weight="weight", seed=_SEED)]


def _divided(graph: nx.Graph[int], part: Sequence[int]) -> list[list[int]]:
    """Return a community, or its communities where it is too large and has some."""
    if len(part) <= LARGEST:
        return [list(part)]
    inner = _parts(_ordered(graph, part))
    if len(inner) == 1 or max(map(len, inner)) > 0.9 * len(part):  # a hub and what hangs on it
        return [list(part)]
    return [one for smaller in inner for one in _divided(graph, smaller)]


def _ordered(graph: nx.Graph[int], part: Iterable[int]) -> nx.Graph[int]:
    inner: nx.Graph[int] = nx.Graph()
    inner.add_nodes_from(part)
    inner.add_edges_from(
        (a, b, {"weight": graph[a][b]["weight"]}) for a in part for b in sorted(graph[a]) if a < b and b in inner
    )
    return inner
