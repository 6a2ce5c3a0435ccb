"""kg.read.ppi: the unified XML of the corpora of protein interactions."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.core.errors import RecordError
from kg.core.text import Extraction
from kg.read import ppi
from kg.read.gold import read

TWO = """<?xml version="1.0" encoding="UTF-8"?><corpus source="Foo">
<document id="F.d0" origId="77">
  <sentence charOffset="0-10" id="F.d0.s0" text="Foo binds."/>
  <sentence charOffset="11-44" id="F.d0.s1" text="SigX &amp; SigY bind the gene barA here.">
    <entity charOffset="26-30" id="F.d0.s1.e0" text="barA" type="target"/>
    <entity charOffset="0-4" id="F.d0.s1.e1" text="SigX" type="agent"/>
    <entity charOffset="7-11" id="F.d0.s1.e2" text="SigY" type="agent/target"/>
    <interaction e1="F.d0.s1.e1" e2="F.d0.s1.e0" id="F.d0.s1.i0" type="PPI"/>
  </sentence>
</document>
<document id="F.d1" PMID="78" origID="9">
  <sentence charOffset="0-20" id="F.d1.s0" origID="4" text="alpha- and beta-foos.">
    <entity charOffset="0-6,16-20" id="a" text="alpha- foos" type="Gene/protein/RNA"/>
    <entity charOffset="11-20" id="b" text="beta-foos"/>
    <entity charOffset="11-15" id="c" text="beta" type="x-pm0100174||pm0100175"/>
  </sentence>
</document>
</corpus>
"""


def _read(folder: Path, text: str) -> list[Extraction | RecordError]:
    file = folder / "foo.xml"
    file.write_text(text, encoding="utf-8")
    return list(read(file))


def _good(items: list[Extraction | RecordError]) -> list[Extraction]:
    assert not any(isinstance(one, RecordError) for one in items)
    return [one for one in items if isinstance(one, Extraction)]


def test_recognises() -> None:
    assert ppi.recognises(TWO)
    assert not ppi.recognises("<collection><document><passage/></document></collection>")
    assert not ppi.recognises("<corpus><sentence/></corpus>")
    assert not ppi.recognises('corpus <sentence charOffset="0-1">')


def test_a_sentence_is_a_document_and_offsets_count_in_it(tmp_path: Path) -> None:
    first, second, third = _good(_read(tmp_path, TWO))
    assert [one.document.id for one in (first, second, third)] == ["PMID:77", "PMID:77", "PMID:78"]
    assert (first.document.title, first.document.text, first.mentions) == ("", "Foo binds.", ())
    assert second.document.metadata.source_id == "F.d0.s1"
    assert [one.text for one in second.mentions] == ["SigX", "SigY", "barA"]
    assert [one.text for one in third.mentions] == ["alpha- and beta-foos", "beta", "beta-foos"]  # a hole is covered


def test_names_are_concepts_of_their_own_and_called_what_they_are(tmp_path: Path) -> None:
    _, second, third = _good(_read(tmp_path, TWO))
    assert [one.parts[0][0].concept_id for one in second.mentions] == ["F.d0.s1.e1", "F.d0.s1.e2", "F.d0.s1.e0"]
    assert {one.category for one in second.mentions} == {"protein"}  # a role is no kind, nor is a database's id
    assert [one.category for one in third.mentions] == ["Gene/protein/RNA", "protein", "protein"]


def test_who_is_listed_first_acts(tmp_path: Path) -> None:
    first, second, third = _good(_read(tmp_path, TWO))
    (one,) = second.relations
    assert (one.predicate, one.subject.mention, one.object.mention) == ("PPI", 0, 2)
    assert (one.subject.concept_id, one.object.concept_id) == ("F.d0.s1.e1", "F.d0.s1.e0")
    assert first.relations == third.relations == ()


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('e1="F.d0.s1.e1"', 'e1="F.d0.s0.e1"', "F.d0.s1: no sentence with marked names: KeyError"),
        ('charOffset="26-30"', 'charOffset="21"', "F.d0.s1: no sentence with marked names: ValueError"),
        ('charOffset="26-30"', 'charOffset="25-30"', "is 'barA', but there stands ' barA'"),
        (
            'text="SigX &amp; SigY bind the gene barA here."',
            "",
            "F.d0.s1: no sentence with marked names: ValueError('<sentence> has no text')",
        ),
    ],
)
def test_a_bad_sentence_is_named_and_the_rest_goes_on(tmp_path: Path, old: str, new: str, reason: str) -> None:
    first, bad, third = _read(tmp_path, TWO.replace(old, new, 1))
    assert isinstance(first, Extraction)
    assert isinstance(third, Extraction)
    assert isinstance(bad, RecordError)
    assert bad.record == 2
    assert reason in bad.reason


def test_what_breaks_off_is_told(tmp_path: Path) -> None:
    *good, error = _read(tmp_path, TWO[: TWO.index("</document>") + 20])
    assert len(_good(good)) == 2
    assert isinstance(error, RecordError)
    assert "broken XML" in error.reason


@given(
    st.lists(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=6), min_size=1, max_size=8)
)
def test_whatever_stands_in_a_sentence_is_marked_where_it_stands(
    tmp_path_factory: pytest.TempPathFactory, words: list[str]
) -> None:
    at, names = 0, []
    for number, word in enumerate(words):
        names.append(f'<entity id="e{number}" charOffset="{at}-{at + len(word)}" text={quoteattr(word)}/>')
        at += len(word) + 1
    sentence = f'<sentence id="s" charOffset="0-{at - 1}" text={quoteattr(" ".join(words))}>{"".join(names)}</sentence>'
    folder = tmp_path_factory.mktemp("ppi")
    (found,) = _good(_read(folder, f'<corpus source="F"><document id="d">{sentence}</document></corpus>'))
    assert [one.text for one in found.mentions] == words
