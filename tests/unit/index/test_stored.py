from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.core.errors import DataError
from kg.core.lexicon import Concept, Lexicon, make_lexicon
from kg.core.names import units
from kg.index.stored import load, store

TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
LISTS = st.lists(TEXTS, max_size=3, unique=True).map(tuple)
CONCEPTS = st.lists(
    st.builds(
        Concept,
        st.integers(0, 30).map("X:{}".format),
        TEXTS,
        st.sampled_from(["gene", "species", "disease"]),
        LISTS,
        LISTS,
        LISTS,
        LISTS,
    ),
    max_size=8,
)


def round_trip(lexicon: Lexicon, path: Path) -> Lexicon:
    assert store(lexicon, path) == path.stat().st_size
    return load(path)


@settings(deadline=None, max_examples=50)  # each writes a file
@given(concepts=CONCEPTS)
def test_a_lexicon_comes_back(tmp_path_factory: pytest.TempPathFactory, concepts: list[Concept]) -> None:
    lexicon = make_lexicon(concepts)
    back = round_trip(lexicon, tmp_path_factory.mktemp("stored") / "l.arrow")
    assert dict(back.concepts) == dict(lexicon.concepts)
    assert {one.id: one.ambiguous for one in back.concepts.values()} == {
        one.id: one.ambiguous for one in lexicon.concepts.values()
    }
    for concept in concepts:
        for name in (concept.name, *concept.synonyms, *concept.ambiguous):
            assert back.lookup(name) == lexicon.lookup(name)


def test_it_finds_names_as_it_did(tmp_path: Path) -> None:
    lexicon = make_lexicon([Concept("CL:1", "T cell", "cell_type"), Concept("CL:2", "Treg", "cell_type", ("T reg",))])
    text = "T cells and Tregs, T-regs and TNF-α."
    back = round_trip(lexicon, tmp_path / "l.arrow")
    assert list(back.matches(text, units(text))) == list(lexicon.matches(text, units(text))) != []
    assert list(back.concepts) == ["CL:1", "CL:2"]
    assert "CL:3" not in back.concepts
    assert back.concepts.get("") is None


def test_no_compiled_lexicon_is_said(tmp_path: Path) -> None:
    (tmp_path / "l.arrow").write_bytes(b"nonsense")
    with pytest.raises(DataError, match="no compiled lexicon"):
        load(tmp_path / "l.arrow")
    with pytest.raises(DataError, match="no compiled lexicon"):
        load(tmp_path / "nowhere.arrow")


def test_another_version_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "l.arrow"
    store(make_lexicon([]), path)
    assert len(load(path)) == 0
    monkeypatch.setattr("kg.index.stored.FORMAT", 2)
    with pytest.raises(DataError, match="another version"):
        load(path)
