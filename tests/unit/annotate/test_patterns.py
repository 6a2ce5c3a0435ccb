from __future__ import annotations

from pathlib import Path

import pytest

from kg.annotate.patterns import Pattern, find_by_shape, load_patterns
from kg.annotate.pipeline import Annotator
from kg.core.errors import DataError
from kg.core.paths import pipeline_folder
from kg.core.text import Metadata, lay_out, make_document

PATTERNS = load_patterns(pipeline_folder("immunology") / "patterns.toml")


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.id)
def test_a_pattern_finds_its_name_and_nothing_in_its_counter_example(pattern: Pattern) -> None:
    text = f"Here {pattern.finds} was studied."
    assert [text[row.start : row.end] for row in find_by_shape(text, [pattern])] == [pattern.finds]
    assert list(find_by_shape(pattern.never, [pattern])) == []


def test_what_a_pattern_finds_is_local_and_never_in_an_ontology(annotator: Annotator) -> None:
    text = "Treatment with fictolimab reduced CXCL17 in SLE."
    found = annotator.annotate(make_document("", lay_out("", [("abstract", "", text)]), Metadata())).mentions
    by_text = {mention.text: mention for mention in found}
    assert by_text["fictolimab"].parts[0][0].concept_id.startswith("text:drug/")
    assert by_text["fictolimab"].found_by.startswith("pattern:biologic")
    assert by_text["CXCL17"].parts[0][0].concept_id.startswith(("text:gene/", "HGNC:"))
    assert by_text["SLE"].found_by.startswith("lexicon")


def test_the_lexicon_goes_before_patterns(annotator: Annotator) -> None:
    text = "Rituximab was given for arthritis."
    found = annotator.annotate(make_document("", lay_out("", [("abstract", "", text)]), Metadata())).mentions
    assert {mention.found_by.partition("+")[0] for mention in found} == {"lexicon"}


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "patterns.toml"
    path.write_text('[[pattern]]\nid = "x"\ncategory = "gene"\nregex = "("\nfinds = "a"\nnot = "b"\n', encoding="utf-8")
    with pytest.raises(DataError, match=r"patterns\.toml"):
        load_patterns(path)
    path.write_text(
        '[[pattern]]\nid = "x"\ncategory = "planet"\nregex = "a"\nfinds = "a"\nnot = "b"\n', encoding="utf-8"
    )
    with pytest.raises(DataError, match="planet"):
        load_patterns(path)
    assert load_patterns(tmp_path / "none.toml") == ()
