from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.core.curations import (
    COLUMNS,
    ERRORS,
    RIGHT,
    WRONG,
    Curation,
    Curations,
    add_curations,
    parse_verdict,
    read_curations,
    remove_curations,
)
from kg.core.errors import DataError, InputError, KGError, OptionError, UnknownName
from kg.core.graph import Assertion

UP = Assertion("HGNC:6001", "affects", "CL:0000815", "abundance", "increased", False)
ONE = Curation("PMID:1", "IL-2 expands Tregs.", UP, False, RIGHT, line=2)


def table(path: Path, *changes: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> Path:
    path.unlink(missing_ok=True)
    add_curations(path, [ONE])
    head, row = path.read_text(encoding="utf-8").splitlines()
    cells = dict(zip(head.split("\t"), row.split("\t"), strict=True))
    lines = [columns, *([{**cells, **change}[column] for column in columns] for change in changes)]
    path.write_text("".join("\t".join(line) + "\n" for line in lines), encoding="utf-8")
    return path


def refused(path: Path, *changes: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> str:
    with pytest.raises(DataError) as caught:
        read_curations(table(path / "mine.tsv", *changes, columns=columns))
    return str(caught.value)


WORDS = st.text(st.characters(codec="utf-8"), max_size=20)


@given(note=WORDS, curator=WORDS, sentence=WORDS.filter(lambda text: any(map(str.isalnum, text))))
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, note: str, curator: str, sentence: str
) -> None:
    path = tmp_path_factory.mktemp("curations") / "mine.tsv"
    row = Curation(
        "PMID:1", sentence, replace(UP, negated=True), True, WRONG, "other", note, "a | b", curator, "2025-01-31"
    )
    assert add_curations(path, [ONE, row]) == []
    (first, second) = read_curations(path).rows
    assert (first, second.line) == (ONE, 3)
    assert (second.note, second.curator) == (" ".join(note.split()), " ".join(curator.split()))
    assert second.key == row.key


def test_a_verdict_takes_the_place_of_an_earlier_one_and_is_taken_back(tmp_path: Path) -> None:
    path, other = tmp_path / "mine.tsv", replace(ONE, document_id="PMID:2", line=3)
    add_curations(path, [ONE, other])
    assert add_curations(path, [replace(ONE, verdict=WRONG, sentence="IL-2   EXPANDS Tregs")]) == [ONE]
    assert [(row.document_id, row.verdict) for row in read_curations(path).rows] == [
        ("PMID:2", RIGHT),
        ("PMID:1", WRONG),
    ]
    assert [row.verdict for row in remove_curations(path, [ONE.key])] == [WRONG]
    assert [row.document_id for row in read_curations(path).rows] == ["PMID:2"]
    assert remove_curations(path, [ONE.key]) == []


def test_a_verdict_is_on_one_reading_of_one_sentence_whatever_the_paper_is_called() -> None:
    late = replace(ONE, document_id="DOI:10.1/x", line=7, verdict=WRONG)
    found = Curations([ONE, late])
    assert found.on(["PMID:1"], UP.id, False, "il 2 expands tregs") == ONE
    assert found.on(["PMID:1", "DOI:10.1/x"], UP.id, False, ONE.sentence) == late
    assert found.on(["PMID:1"], UP.id, True, ONE.sentence) is None
    assert found.on(["PMID:1"], replace(UP, direction="decreased").id, False, ONE.sentence) is None
    assert found.on(["PMID:1"], UP.id, False, "IL-2 expands Tregs here.") is None
    assert found.assertion_ids == {UP.id}
    assert not Curations()


@pytest.mark.parametrize(
    ("text", "parsed"), [("right", (RIGHT, "")), ("wrong", (WRONG, "")), ("wrong:polarity", (WRONG, "polarity"))]
)
def test_a_verdict_is_parsed(text: str, parsed: tuple[str, str]) -> None:
    assert parse_verdict(text) == parsed


@pytest.mark.parametrize(
    ("text", "error", "told"),
    [
        ("rigth", UnknownName, "did you mean 'right'"),
        ("wrong:polarty", UnknownName, "no kind of error is called 'polarty'; did you mean 'polarity'?"),
        ("wrong:", UnknownName, "known: grounding"),
        ("right:other", OptionError, "only what is wrong has a kind of error"),
    ],
)
def test_a_verdict_that_is_none(text: str, error: type[KGError], told: str) -> None:
    with pytest.raises(error, match=told):
        parse_verdict(text)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"verdict": "maybe"}, "line 2: verdict is 'maybe'; it may be right, wrong"),
        ({"verdict": "wrong", "error": "sign"}, "line 2: error is 'sign'; it may be empty, grounding, boundaries"),
        ({"error": "polarity"}, "line 2: what is right has no error, and here stands polarity"),
        ({"predicate": "helps"}, "line 2: predicate is 'helps'"),
        ({"aspect": "number"}, "line 2: aspect is 'number'"),
        ({"direction": "up"}, "line 2: direction is 'up'; it may be empty, increased, decreased"),
        ({"negated": "no"}, "line 2: negated is 'no'; it may be true or false"),
        ({"document_id": ""}, "line 2: document_id is empty"),
        ({"sentence": ""}, "line 2: sentence is empty"),
        ({"date": "31.1.2025"}, "line 2: date is '31.1.2025', and not like 2025-01-31"),
        ({"note": "a\tb"}, "line 2: 16 cells where the header has 15"),
        ({"note": '"never closed'}, "line 2: 3 cells where the header has 15"),
    ],
)
def test_a_row_that_cannot_be_used(tmp_path: Path, change: dict[str, str], told: str) -> None:
    assert told in refused(tmp_path, change)


def test_all_problems_are_told_together(tmp_path: Path) -> None:
    told = refused(tmp_path, {}, {"verdict": "wrong", "curator": "B"}, {"object": ""})
    assert "2 problems, so that nothing is applied" in told
    assert "line 3: is wrong, and the same reading is right on line 2" in told
    assert "line 4: object is empty" in told


def test_two_people_who_agree_do_not_contradict_each_other(tmp_path: Path) -> None:
    wrong = {"verdict": "wrong", "error": "other"}
    found = read_curations(table(tmp_path / "mine.tsv", wrong, {**wrong, "error": "polarity", "curator": "B"}))
    assert (len(found.rows), found.on(["PMID:1"], UP.id, False, ONE.sentence)) == (2, found.rows[1])


def test_what_people_read_may_be_missing_and_spreadsheets_may_have_been_at_it(tmp_path: Path) -> None:
    needed = tuple(one for one in COLUMNS if one not in ("note", "statement", "curator", "date"))
    path = table(tmp_path / "mine.tsv", {"negated": "FALSE", "sentence": '"IL-2 ""expands"" Tregs."'}, columns=needed)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    (row,) = read_curations(path).rows
    assert (row.sentence, row.assertion, row.key) == ('IL-2 "expands" Tregs.', UP, ONE.key)


def test_a_file_that_cannot_be_used(tmp_path: Path) -> None:
    assert "'error' is missing" in refused(tmp_path, columns=tuple(one for one in COLUMNS if one != "error"))
    assert "'verdict' stands twice" in refused(tmp_path, columns=(*COLUMNS, "verdict"))
    path = tmp_path / "other.tsv"
    with pytest.raises(InputError, match="no such file of curations"):
        read_curations(path)
    for content, told in (
        (b"", "has no header"),
        (b"a\tb\n", "line 1: 'a' is no column"),
        (b"a\n\xff", "line 2: is not UTF-8"),
    ):
        path.write_bytes(content)
        with pytest.raises(DataError, match=told):
            read_curations(path)
        assert path.read_bytes() == content


def test_the_documentation_names_every_kind_of_error() -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "curation.md").read_text(encoding="utf-8")
    assert all(f"| `{error}` |" in page for error in ERRORS)
