from __future__ import annotations

import pytest

from kg.annotate import candidates
from kg.annotate.candidates import Candidates, ranked
from kg.annotate.wording import load_wording
from kg.core.lexicon import Concept, Lexicon, make_lexicon
from kg.core.paths import pipeline_folder

WORDING = load_wording(pipeline_folder("immunology") / "links.toml")
LEXICON = make_lexicon(
    [
        Concept("D:1", "hypotension", "disease"),
        Concept("D:2", "nephrotoxicity", "phenotype"),
        Concept("D:3", "Lesch-Nyhan syndrome", "disease"),
        Concept("D:4", "glomerulonephritis", "disease", ambiguous=("GN",)),
        Concept("D:5", "kidney cancer", "disease"),
        Concept("G:1", "PKC-alpha", "gene"),
        Concept("G:2", "IL2", "gene", ("interleukin 2",)),
        Concept("G:3", "IL3", "gene", ("interleukin 3",)),
        Concept("C:1", "ketamine", "drug"),
    ]
)


def best(surface: str, category: str) -> str:
    found = Candidates(LEXICON, WORDING).find(surface, category)
    return found[0][0] if found else ""


def test_a_surface_is_looked_up_as_it_stands_then_worded_otherwise_then_by_its_letters() -> None:
    assert best("Hypotension", "disease") == "D:1"
    assert best("hypotensive", "disease") == "D:1"
    assert best("severe hypotension", "disease") == "D:1"
    assert best("nephrotoxic", "disease") == "D:2"
    assert best("Lesch-Nyhan", "disease") == "D:3"
    assert best("cancer of the kidney", "disease") == "D:5"
    assert best("glomerulonephritus", "disease") == "D:4"
    assert best("PKCalpha", "gene") == "G:1"
    assert best("mIL-2", "gene") == "G:2"
    assert best("(+)-ketamine", "chemical") == "C:1"


def test_what_is_only_somewhat_like_a_name_is_none() -> None:
    assert best("interleukin 4", "gene") == ""
    assert best("hypertension", "disease") == ""
    assert best("IL4", "gene") == ""


def test_a_name_of_another_kind_is_none() -> None:
    assert best("hypotension", "gene") == ""
    assert best("IL-2", "disease") == ""


def test_a_less_certain_way_scores_less() -> None:
    found = Candidates(LEXICON, WORDING)
    ways = [
        found.find("glomerulonephritis", "disease"),
        found.find("severe glomerulonephritis", "disease"),
        found.find("glomerulonephritus", "disease"),
    ]
    scores = [way[0][1] for way in ways]
    assert scores == sorted(scores, reverse=True)
    assert found.find("GN", "disease") == ()  # ambiguous: it counts where the paper defines it


def test_what_was_asked_is_remembered_up_to_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "KEPT", 2)
    found = Candidates(LEXICON, WORDING)
    for surface in ("a1", "b1", "hypotension", "hypotension"):
        found.find(surface, "disease")
    assert len(found._kept) == 2
    assert ("disease", "hypotension") in found._kept


def test_concepts_are_ranked_by_their_best_score() -> None:
    assert ranked([("B", 0.5), ("A", 0.5), ("B", 0.9)]) == (("B", 0.9), ("A", 0.5))


def test_a_chemical_may_be_a_gene_product_after_all() -> None:
    assert best("interleukin 2", "chemical") == "G:2"
    assert best("ketamine", "gene") == ""


def test_further_names_count_where_the_vocabulary_has_none() -> None:
    more = make_lexicon([Concept("D:7", "hypotension", "disease"), Concept("D:8", "milk fever", "disease")])
    lexicon = Lexicon({**LEXICON.concepts, **more.concepts}, LEXICON.table, more.table)
    found = Candidates(lexicon, WORDING)
    assert [concept for concept, _ in found.find("hypotension", "disease")] == ["D:1"]
    assert [concept for concept, _ in found.find("milk fever", "disease")] == ["D:8"]
    assert [concept for concept, _ in found.find("severe milk fever", "disease")] == ["D:8"]
    assert found.find("milk fevre", "disease") == ()  # a spelling is only guessed at where names are reviewed
