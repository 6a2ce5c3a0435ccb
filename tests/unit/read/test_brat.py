"""kg.read.brat: folders, archives and folders in archives."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from kg.core.errors import InputError, RecordError
from kg.core.text import Extraction
from kg.read import brat, gold

FILES = {
    "devel/PMID-7.txt": "B and T cells\nThey live.\n",
    "devel/PMID-7.a1": "T1\tCell 6 13\tT cells\nT2\tCell 0 1;8 13\tB cells\nN1\tReference T1 CL:0000084\tT cell\n"
    "E1\tDevelopment:T9 Theme:T1\n*\tEquiv T1 T2\n",
    "devel/README.txt": "About this.",
    "train/x_1.txt": "IL-2\nacts.",
    "train/x_1.ann": "T1\tGene 0 9\tIL-2 acts\n#1\tAnnotatorNotes T1\tno\n",
    "train/.hidden.txt": "no",
    "__MACOSX/x.txt": "no",
}


def _zip(path: Path, files: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def _folder(path: Path, files: Mapping[str, str]) -> Path:
    for name, content in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(content, encoding="utf-8")
    return path


def _told(path: Path) -> list[object]:
    return [
        (one.document.metadata.source_id, [(m.text, m.category) for m in one.mentions])
        if isinstance(one, Extraction)
        else one.reason
        for one in gold.read(path)
    ]


def test_a_folder_and_an_archive_are_read_alike(tmp_path: Path) -> None:
    told = [
        ("PMID-7", [("B and T cells", "Cell"), ("T cells", "Cell")]),  # the one with a hole covers it
        "devel/README.txt has no .a1 or .ann beside it",
        ("x_1", [("IL-2\nacts", "Gene")]),
    ]
    assert _told(_folder(tmp_path / "f", FILES)) == told
    assert _told(_zip(tmp_path / "f.zip", FILES)) == told


@pytest.mark.parametrize("inner", ["!train", "!train/", "!/train/"])
def test_a_folder_in_an_archive(tmp_path: Path, inner: str) -> None:
    _zip(tmp_path / "f.zip", FILES)
    assert _told(Path(f"{tmp_path}/f.zip{inner}")) == [("x_1", [("IL-2\nacts", "Gene")])]


def test_ids_and_names(tmp_path: Path) -> None:
    found = next(iter(gold.read(Path(f"{_zip(tmp_path / 'f.zip', FILES)}!devel"))))
    assert isinstance(found, Extraction)
    assert found.document.id == "PMID:7"
    assert [one.parts[0] and one.parts[0][0].concept_id for one in found.mentions] == [(), "CL:0000084"]


def test_a_bad_document_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "a.txt": "T cells",
        "a.ann": "T1 Cell 0 7 T cells\n",
        "b.txt": "T cells",
        "b.ann": "T1\tCell 0 6\tT cells\n",
        "c.txt": b"\xff",
        "c.ann": "",
        "d.txt": "T cells",
        "d.ann": "T1\tCell 0 7\tT cells\r\n",
    }
    first, second, third, good = gold.read(_zip(tmp_path / "f.zip", files))
    assert [type(one) for one in (first, second, third)] == [RecordError] * 3
    assert "a.txt: no mention: 'T1 Cell" in str(first)
    assert "there stands 'T cell'" in str(second)
    assert "c.txt is no UTF-8 text" in str(third)
    assert isinstance(good, Extraction)


def test_no_file_is_read_beyond_its_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brat, "LARGEST_FILE", 20)
    large = {"a.txt": "T cells " * 100, "a.ann": ""}
    for place in (_zip(tmp_path / "f.zip", large), _folder(tmp_path / "f", large)):
        (error,) = gold.read(place)
        assert "a.txt has more than 20 bytes" in str(error)
    monkeypatch.setattr(brat, "MOST_FILES", 1)
    with pytest.raises(InputError, match="more than 1 files"):
        list(gold.read(tmp_path / "f.zip"))


def test_names_in_an_archive_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    place = _zip(tmp_path / "in.zip", {"../secret.ann": "", "/secret.ann": "", "x.txt": "T", "x.ann": ""})
    assert _told(place) == [("x", [])]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.zip", "secret.txt"]


def test_what_is_no_corpus_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no \.txt with its"):
        list(gold.read(_zip(tmp_path / "f.zip", {"a.xml": ""})))
    with pytest.raises(InputError, match=r"holds no \.txt with its"):
        list(gold.read(Path(f"{tmp_path / 'f.zip'}!devel")))
    (tmp_path / "g.zip").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(InputError, match="the archive is damaged"):
        list(gold.read(tmp_path / "g.zip"))
    with pytest.raises(InputError, match="No such file"):
        list(gold.read(tmp_path / "none.zip!devel"))


EVENTS = "T3\tPositive_regulation 5 11\traises\nE1\tPositive_regulation:T3 Theme:T2 Cause:T1\nM1\tNegation E1\n"
MARKED = "T2\tGene 12 16\tIL-6\nT1\tGene 0 4\tIL-2\n"  # T2 stands first, IL-2 comes first


@pytest.mark.parametrize(
    "beside", [{"a.a1": MARKED, "a.a2": EVENTS}, {"a.ann": MARKED + EVENTS}, {"a.ann": MARKED, "a.a2": EVENTS}]
)
def test_events_are_read_beside_the_mentions_or_with_them(tmp_path: Path, beside: dict[str, str]) -> None:
    (found,) = gold.read(_zip(tmp_path / "f.zip", {"a.txt": "IL-2 raises IL-6.", **beside}))
    assert isinstance(found, Extraction)
    (relation,) = found.relations
    ends = [found.mentions[one.mention].text for one in (relation.subject, relation.object)]
    assert (ends, relation.predicate) == (["IL-2", "IL-6"], "Positive_regulation")
    assert (relation.direction, relation.negated, relation.speculated) == ("increased", True, False)


def test_a_name_in_a_zip_that_is_not_the_utf_8_it_says_it_is(tmp_path: Path) -> None:
    path = _zip(tmp_path / "f.zip", {"é.txt": "IL-2", "é.ann": ""})
    path.write_bytes(path.read_bytes().replace("é".encode(), b"\xc3("))
    with pytest.raises(InputError, match=r"f\.zip: the archive is damaged"):
        list(gold.read(path))
