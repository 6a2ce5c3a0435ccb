from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from kg.core.errors import InputError
from kg.fetch.records import form_of, is_pmid, order, pack, split, unpack
from kg.fetch.web import BrokeOff
from kg.read import pubmed
from tests.eutils_server import as_xml, made_up

ROWS = [as_xml(made_up(number, date(2020, 1, 2))) for number in (12, 7, 101)]


def whole(*rows: str) -> bytes:
    return f"<PubmedArticleSet>{''.join(rows)}</PubmedArticleSet>".encode()


def test_records_are_told_by_pmid_and_kept_as_they_are() -> None:
    found = split(whole(*ROWS))
    assert sorted(found) == ["101", "12", "7"]
    assert found["7"].decode() == ROWS[1].strip()


def test_books_count_and_markup_of_other_namespaces_stays() -> None:
    book = '<PubmedBookArticle><BookDocument><PMID Version="1">9</PMID></BookDocument></PubmedBookArticle>'
    formula = (
        ROWS[0]
        .replace("& p", "")
        .replace("regulatory", '<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"><mml:mi>β</mml:mi></mml:math>')
    )
    found = split(whole(book, formula))
    assert found["9"].decode() == book
    assert "<mml:mi>β</mml:mi>" in found["12"].decode()


def test_of_two_with_one_pmid_the_later_version_stays_in_whatever_order() -> None:
    second = ROWS[1].replace('Version="1"', 'Version="2"').replace("Made-up trial", "Corrected trial")
    assert split(whole(ROWS[1], second)) == split(whole(second, ROWS[1]))
    assert b"Corrected" in split(whole(ROWS[1], second))["7"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (whole(*ROWS)[:-40], "no whole XML"),
        (b"", "no whole XML"),
        (b"<html>busy</html>", "the answer is <html>"),
        (b"<eFetchResult><ERROR>try later</ERROR></eFetchResult>", "the server says: try later"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]>' + whole(ROWS[0].replace("trial", "&a;")), "PMID 12 holds an entity"),
    ],
)
def test_what_is_no_answer_is_told(content: bytes, reason: str) -> None:
    with pytest.raises(BrokeOff) as caught:
        split(content)
    assert reason in caught.value.reason


def test_records_without_a_pmid_are_left_out() -> None:
    assert split(whole("<PubmedArticle/>", "<DeleteCitation/>", ROWS[0].replace(">12<", ">twelve<"))) == {}


def test_the_same_records_are_the_same_bytes_and_come_back(tmp_path: Path) -> None:
    found = split(whole(*ROWS))
    packed = pack(found, "xml")
    assert packed == pack(dict(reversed(found.items())), "xml")
    assert packed[4:8] == bytes(4)  # no time
    file = tmp_path / "a.xml.gz"
    file.write_bytes(packed)
    assert unpack(file) == found
    documents = list(pubmed.read(file))
    assert [document.metadata.pmid for document in documents if not isinstance(document, InputError)] == [
        "7",
        "12",
        "101",
    ]


def test_lines_come_back(tmp_path: Path) -> None:
    found = {f"PPR:PPR{number}": json.dumps({"id": f"PPR:PPR{number}"}).encode() for number in (10, 9)}
    file = tmp_path / "a.jsonl.gz"
    file.write_bytes(pack(found, "jsonl"))
    assert gzip.decompress(file.read_bytes()).splitlines() == [found["PPR:PPR9"], found["PPR:PPR10"]]
    assert unpack(file) == found


@pytest.mark.parametrize("content", [b"<PubmedArticleSet>", b"\x1f\x8b\x08"])
def test_a_damaged_file_is_told(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.xml.gz"
    file.write_bytes(content)
    with pytest.raises(InputError, match=r"a\.xml\.gz"):
        unpack(file)


def test_ids_are_sorted_by_number_and_others_come_last() -> None:
    assert sorted(["PPR:PPR2", "10", "9"], key=order) == ["9", "10", "PPR:PPR2"]
    assert [form_of(one) for one in ("9", "PPR:PPR2")] == ["xml", "jsonl"]
    assert not any(map(is_pmid, ("", "0", "07", "٣", "1" * 11)))
