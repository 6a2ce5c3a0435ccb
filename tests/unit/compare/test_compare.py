from __future__ import annotations

from pathlib import Path

import pytest

from kg.compare.compare import compare
from kg.core.curations import Curation, Curations
from kg.core.errors import GraphFolderError
from kg.core.folder import GraphFolder
from kg.core.graph import Assertion
from kg.core.lexicon import Concept, make_lexicon
from kg.core.select import Filter
from tests.unit.assemble.said import LEXICON, T_CELL, assembled
from tests.unit.compare.worlds import DOWN, IL2, OTHER, TREG, UP, both, differing, paper, told


def test_a_graph_and_itself(tmp_path: Path) -> None:
    old, new = both(tmp_path, [paper(UP, pmid="1")], [paper(UP, pmid="1")])
    diff = compare(old, new)
    assert not diff
    assert (diff.tables, diff.settings, diff.documents, diff.concepts, diff.assertions) == ((), (), (), (), ())
    assert dict(diff.old.counts) == {"assertions": 1, "concepts": 3, "documents": 1, "evidence": 1, "mentions": 2}


def test_a_paper_more(tmp_path: Path) -> None:
    diff = differing(tmp_path, [paper(UP, pmid="1")], [paper(UP, pmid="1"), paper(OTHER, UP, pmid="2")])
    assert [told(change) for change in diff.assertions] == [
        (("gained",), ["PMID:2 (gained)"]),
        (("stronger", "evidence"), ["PMID:2 (gained)"]),
    ]
    (document,) = diff.documents
    assert (document.kinds, document.id, document.assertions) == (("gained",), "PMID:2", 2)
    assert document.links == (("PubMed", "https://pubmed.ncbi.nlm.nih.gov/2/"),)
    assert [(one.kind, one.new and one.new.name, one.documents) for one in diff.concepts] == [
        ("gained", "systemic lupus erythematosus", ("PMID:2",))
    ]


def test_belief_within_the_tolerance_is_the_same(tmp_path: Path) -> None:
    many = [paper(UP, pmid=str(number)) for number in range(5)]
    old, new = both(tmp_path, many, [*many, paper(UP, pmid="9")])
    assert [change.kinds for change in compare(old, new).assertions] == [("evidence",)]
    assert [change.kinds for change in compare(old, new, 0.0).assertions] == [("stronger", "evidence")]


def test_a_contrary_paper_contradicts(tmp_path: Path) -> None:
    diff = differing(tmp_path, [paper(UP, pmid="1")], [paper(UP, pmid="1"), paper(DOWN, pmid="2")])
    first, second = diff.assertions
    assert told(first) == (("contradicted", "weaker"), ["PMID:2 (gained, against it)"])
    assert [one.direction for one in first.contradicted_by] == ["decreased"]
    assert (first.passages, [one.state for one in second.passages]) == ((), ["gained"])
    assert told(second) == (("contradicted", "gained"), ["PMID:2 (gained)"])
    assert second.group == "gained"


def test_the_other_way_round_it_is_settled(tmp_path: Path) -> None:
    diff = differing(tmp_path, [paper(UP, pmid="1"), paper(DOWN, pmid="2")], [paper(UP, pmid="1")])
    assert told(diff.assertions[0]) == (("settled", "stronger"), ["PMID:2 (lost, against it)"])
    assert [one.direction for one in diff.assertions[0].settled_with] == ["decreased"]


def test_a_revised_paper_reverses(tmp_path: Path) -> None:
    diff = differing(tmp_path, [paper(UP, pmid="1")], [paper(DOWN, title="Another title", pmid="1")])
    (change,) = diff.assertions
    assert told(change) == (("reversed",), ["PMID:1 (text revised)"])
    assert [one.state for one in change.passages] == ["lost", "gained"]
    assert [one.kinds for one in diff.documents] == [("revised",)]


def test_the_same_words_elsewhere_in_the_text_are_no_change(tmp_path: Path) -> None:
    diff = differing(tmp_path, [paper(UP, UP, pmid="1")], [paper(UP, UP, title="A longer title", pmid="1")])
    assert diff.assertions == ()
    assert [(one.kinds, one.assertions) for one in diff.documents] == [(("revised",), 0)]


def test_a_retraction_withdraws(tmp_path: Path) -> None:
    diff = differing(tmp_path, [paper(UP, pmid="1")], [paper(UP, pmid="1", retracted=True)])
    (change,) = diff.assertions
    assert told(change) == (("standing", "weaker", "evidence"), ["PMID:1 (retracted)"])
    assert change.new
    assert (change.new.standing, change.new.belief, change.passages[0].state) == ("withdrawn", 0.0, "retracted")
    assert [one.kinds for one in diff.documents] == [("retracted",)]


def test_the_same_text_read_otherwise(tmp_path: Path) -> None:
    diff = differing(tmp_path, [paper(UP, pmid="1")], [paper(UP, pmid="1", speculated=True)])
    (change,) = diff.assertions
    assert told(change) == (("standing", "weaker", "evidence"), ["PMID:1 (same text, read otherwise)"])
    assert [one.kinds for one in diff.documents] == [("reread",)]


def test_a_verdict(tmp_path: Path) -> None:
    found = assembled(tmp_path / "old", [paper(UP, pmid="1")])["evidence"][0]
    judged = Assertion(IL2, "affects", TREG, "abundance", "increased", negated=False)
    curation = Curation("PMID:1", found["text"], judged, speculated=False, verdict="wrong")
    assembled(tmp_path / "new", [paper(UP, pmid="1")], curations=Curations([curation]))
    diff = compare(GraphFolder(tmp_path / "old"), GraphFolder(tmp_path / "new"))
    (change,) = diff.assertions
    assert told(change) == (("standing", "weaker", "evidence"), ["PMID:1 (judged by a curator)"])
    assert change.new
    assert (change.new.standing, change.passages[0].verdict) == ("rejected", "wrong")
    assert [setting.name for setting in diff.settings] == ["curations"]


def test_a_paper_that_goes_by_another_id(tmp_path: Path) -> None:
    doi = "10.1/x"
    diff = differing(tmp_path, [paper(UP, doi=doi)], [paper(UP, pmid="1", doi=doi)])
    assert diff.assertions == ()
    assert [(one.kinds, one.was, one.id) for one in diff.documents] == [(("renamed",), "DOI:10.1/x", "PMID:1")]


def test_what_is_told_of_a_paper(tmp_path: Path) -> None:
    diff = differing(tmp_path, [paper(UP, pmid="1", year=1999)], [paper(UP, pmid="1", year=2000, source="other")])
    assert [one.kinds for one in diff.documents] == [("described",)]
    assert not differing(tmp_path, [paper(UP, pmid="1", source="a")], [paper(UP, pmid="1", source="b")])


def test_concepts_renamed_and_regrounded(tmp_path: Path) -> None:
    assembled(tmp_path / "old", [paper(UP, pmid="1")])
    named = [Concept(IL2, "interleukin-2", "gene"), *(one for one in LEXICON.concepts.values() if one.id != IL2)]
    moved = [paper((IL2, "increased", T_CELL), pmid="1")]
    assembled(tmp_path / "new", moved, lexicon=make_lexicon(named))
    diff = compare(GraphFolder(tmp_path / "old"), GraphFolder(tmp_path / "new"))
    found = [(one.kind, one.old and one.old.name, one.new and one.new.name, one.mentions) for one in diff.concepts]
    assert found == [
        ("lost", "regulatory T cell", None, 1),
        ("renamed", "IL2", "interleukin-2", 1),
        ("regrounded", "regulatory T cell", "T cell", 1),
    ]
    assert diff.concepts[2].documents == ("PMID:1",)


def test_only_a_part(tmp_path: Path) -> None:
    old, new = [paper(UP, pmid="1")], [paper(UP, pmid="1"), paper(OTHER, UP, pmid="2")]
    diff = differing(tmp_path, old, new, Filter(about=(IL2,)))
    assert [change.kinds for change in diff.assertions] == [("stronger", "evidence")]
    assert diff.selection == (("about", [IL2]),)
    assert not differing(tmp_path, old, new, Filter(documents=("PMID:1",), predicates=("treats",)))


def test_what_is_no_graph(tmp_path: Path) -> None:
    assembled(tmp_path / "old", [paper(UP, pmid="1")])
    with pytest.raises(GraphFolderError, match="there is no such folder"):
        compare(GraphFolder(tmp_path / "old"), GraphFolder(tmp_path / "nothing"))
