from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.assemble.papers import SHORTEST_TEXT, same_papers
from kg.core.text import Extraction
from tests.unit.assemble.said import IL2, TREG, assembled, paper

SAID = (IL2, "increased", TREG)
LONG = "Some words of the paper. " * (SHORTEST_TEXT // 20)


def joined(groups: list[list[str]]) -> dict[str, str]:
    """Return by which id each paper goes whose ids stand in a group together."""
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE shared (key VARCHAR, id VARCHAR)")
        for key, group in enumerate(groups):
            connection.executemany("INSERT INTO shared VALUES (?, ?)", [(str(key), one) for one in group])
        same_papers(connection)
        return dict(connection.execute("FROM papers").fetchall())


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ([], {}),
        ([["DOI:1", "PMID:2"]], {"DOI:1": "PMID:2", "PMID:2": "PMID:2"}),
        ([["sha1:a", "PMCID:1"], ["DOI:1", "PMCID:1"]], {"sha1:a": "DOI:1", "PMCID:1": "DOI:1", "DOI:1": "DOI:1"}),
        ([["PMID:2", "PMID:1"]], {"PMID:1": "PMID:1", "PMID:2": "PMID:1"}),
    ],
)
def test_a_paper_goes_by_its_best_id(groups: list[list[str]], expected: dict[str, str]) -> None:
    assert joined(groups) == expected


IDS = st.sampled_from(["PMID:1", "PMID:2", "DOI:1", "DOI:2", "sha1:a", "sha1:b"])


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(IDS, min_size=1, max_size=3), min_size=1, max_size=5), st.randoms())
def test_order_never_matters(groups: list[list[str]], random: object) -> None:
    shuffled = [list(group) for group in groups]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    found = joined(groups)
    assert joined(shuffled) == found
    for group in groups:
        assert len({found[one] for one in group}) == 1


def test_a_long_chain_of_papers_is_one(tmp_path: Path) -> None:
    assert set(joined([[f"sha1:{n}", f"sha1:{n + 1}"] for n in range(20)]).values()) == {"sha1:0"}


def met(root: Path, *papers: Extraction) -> list[tuple[str, list[str]]]:
    documents = assembled(root, list(papers))["documents"]
    assert assembled(root / "turned", list(reversed(papers)))["documents"][0]["id"] == documents[0]["id"]
    return [(row["id"], row["same_as"]) for row in documents]


def test_the_same_pmid_is_one_paper_counted_once(tmp_path: Path) -> None:
    tables = assembled(tmp_path, [paper(SAID, pmid="1")], [paper(SAID, pmid="1")])
    assert [row["id"] for row in tables["documents"]] == ["PMID:1"]
    assert len(tables["evidence"]) == 1
    assert tables["assertions"][0]["document_count"] == 1


def test_the_same_doi_is_one_paper(tmp_path: Path) -> None:
    one, other = paper(SAID, pmid="1", doi="10.1/x"), paper(SAID, doi="10.1/x", title="Another title")
    assert met(tmp_path, one, other) == [("PMID:1", ["DOI:10.1/x"])]


def test_the_same_text_is_one_paper(tmp_path: Path) -> None:
    one, other = paper(SAID, text=LONG, title="A TITLE."), paper(SAID, text=LONG, pmid="1")
    assert met(tmp_path, one, other) == [("PMID:1", [one.document.id])]


def test_short_texts_may_be_the_same_without_being_the_same_paper(tmp_path: Path) -> None:
    assert len(met(tmp_path, paper(title="Reply", pmid="1"), paper(title="Reply", doi="10.1/x"))) == 2


def test_different_pmids_are_different_papers_whatever_their_text(tmp_path: Path) -> None:
    assert met(tmp_path, paper(text=LONG, pmid="1"), paper(text=LONG, pmid="2")) == [("PMID:1", []), ("PMID:2", [])]


def test_the_newest_version_is_read_and_then_the_longer_text(tmp_path: Path) -> None:
    old, new = paper(title="Old and long", text=LONG, pmid="1"), paper(title="New", pmid="1", version=2)
    (row,) = assembled(tmp_path, [new, old])["documents"]
    assert row["title"] == "New"
    short, long = paper(title="Short", pmid="1"), paper(title="Long", text=LONG, pmid="1")
    (row,) = assembled(tmp_path / "2", [short, long])["documents"]
    assert row["title"] == "Long"


def test_of_one_version_the_record_revised_last_is_read(tmp_path: Path) -> None:
    first = paper(title="First and long", text=LONG, pmid="1", revised="2025-11-30")
    later = paper(title="Revised", pmid="1", revised="2026-02-01")
    for number, records in enumerate(([first, later], [later, first])):
        (row,) = assembled(tmp_path / str(number), records)["documents"]
        assert row["title"] == "Revised"


def test_a_deleted_duplicate_leaves_the_paper_it_was_one_of(tmp_path: Path) -> None:
    kept, doubled = paper(SAID, pmid="1", doi="10.1/x"), paper(SAID, pmid="2", doi="10.1/x", title="Longer title")
    for number, gone in enumerate(("1", "2")):
        tables = assembled(tmp_path / str(number), [kept, doubled, paper(title="", pmid=gone, deleted=True)])
        (row,) = tables["documents"]
        assert row["title"] == ("Longer title" if gone == "1" else "A title")
        assert len(tables["evidence"]) == 1


def test_a_retraction_is_met_by_any_id_of_its_paper(tmp_path: Path) -> None:
    one, other = paper(SAID, pmid="1", doi="10.1/x"), paper(SAID, pmid="2", doi="10.1/x")
    notice = paper(title="Retraction", pmid="9", retracts=("PMID:2",))
    rows = assembled(tmp_path, [one, other, notice])["documents"]
    assert {row["id"]: row["retracted"] for row in rows} == {"PMID:1": True, "PMID:9": False}


def test_a_deleted_record_takes_its_paper_away(tmp_path: Path) -> None:
    gone = paper(title="", pmid="1", deleted=True)
    for number, order in enumerate(([paper(SAID, pmid="1"), gone], [gone, paper(SAID, pmid="1")])):
        tables = assembled(tmp_path / str(number), [*order, paper(pmid="2")])
        assert [row["id"] for row in tables["documents"]] == ["PMID:2"]
        assert tables["assertions"] == tables["evidence"] == []
