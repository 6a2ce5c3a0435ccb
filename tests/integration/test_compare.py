"""`kg diff` of two builds that ten papers set apart names exactly what those papers changed."""

from __future__ import annotations

import json
import lzma
import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

import kg
from kg.core.paths import data_folder
from kg.recipe import Recipe
from kg.run import assemble, build
from tests.plain_diff import Plain, agrees

EXAMPLES = data_folder("pipelines") / "immunology" / "examples.jsonl"
Pair = tuple[Path, Path]


def _built(folder: Path, name: str, texts: Iterable[str]) -> Path:
    given = folder / f"{name}.txt"
    given.write_text("".join(texts), encoding="utf-8")
    report = build([str(given)], folder / name, Recipe())
    assert report.skipped == []
    return folder / name


def _record(number: int, *kinds: str, change: Callable[[str], str] = str) -> str:
    """One of the examples as a MEDLINE record with an id, so that it can be revised and stay the same paper."""
    one = json.loads(EXAMPLES.read_text(encoding="utf-8").splitlines()[number])
    types = "".join(f"PT  - {kind}\n" for kind in ("Journal Article", *kinds))
    return f"PMID- {900_001 + number}\nTI  - {one['title']}\nAB  - {change(one['abstract'])}\n{types}\n"


def _turned(text: str) -> str:
    assert "increases the frequency" in text
    return text.replace("increases the frequency", "decreases the frequency")


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """Two papers lost, two gained, three revised and three retracted."""
    folder = tmp_path_factory.mktemp("diff")
    retracted = [_record(number, "Retracted Publication") for number in (5, 6, 7)]
    revised = [
        _record(2, change=_turned),
        _record(3, change="A new sentence stands here first. {}".format),
        _record(4, change=lambda text: text[: text[:-1].rindex(". ") + 1]),
    ]
    old = _built(folder, "old", map(_record, range(14)))
    return old, _built(folder, "new", [*revised, *retracted, *map(_record, range(8, 16))])


def test_ten_papers_and_nothing_else(examples: Pair) -> None:
    old, new = examples
    with kg.open(old) as before, kg.open(new) as after:
        diff = before.diff(after)
        agrees(diff, Plain(old, new))
    found = {kind: {int(one.id[-2:]) - 1 for one in diff.documents if kind in one.kinds} for kind in
             ("lost", "gained", "revised", "retracted")}  # fmt: skip
    assert found == {"lost": {0, 1}, "gained": {14, 15}, "revised": {2, 3, 4}, "retracted": {5, 6, 7}}
    assert len(diff.documents) == 10
    assert {cause.document for change in diff.assertions for cause in change.causes} <= {
        one.id for one in diff.documents
    }
    assert all(change.causes for change in diff.assertions)


def test_what_each_of_them_did(examples: Pair) -> None:
    with kg.open(examples[0]) as before, kg.open(examples[1]) as after:
        diff = before.diff(after)
    (turned,) = (change for change in diff.assertions if change.group == "reversed")
    assert turned.old
    assert turned.new
    assert (turned.old.direction, turned.new.direction) == ("increased", "decreased")
    assert [passage.state for passage in turned.passages] == ["lost", "gained"]
    assert [(cause.document, cause.how) for cause in turned.causes] == [("PMID:900003", "revised")]
    (disputed,) = (change for change in diff.assertions if change.group == "contradicted")
    assert [(cause.how, cause.opposing) for cause in disputed.causes] == [("gained", True)]
    withdrawn = [change for change in diff.assertions if change.new and change.new.standing == "withdrawn"]
    assert len(withdrawn) > 5
    assert {cause.how for change in withdrawn for cause in change.causes if not cause.opposing} == {"retracted"}
    shifted = next(one for one in diff.documents if one.id == "PMID:900004")
    assert (shifted.kinds, shifted.assertions) == (("revised",), 0)  # its sentences stand elsewhere, and say the same


def test_the_other_way_round(examples: Pair) -> None:
    old, new = examples
    with kg.open(old) as before, kg.open(new) as after:
        agrees(after.diff(before), Plain(new, old))
        agrees(before.diff(after, tolerance=0.3), Plain(old, new, 0.3))
        assert not before.diff(before)
        assert not before.diff(kg.open(old))


def test_overrides_are_told_where_the_papers_are_the_same(example_graph: Path, tmp_path: Path) -> None:
    shutil.copytree(example_graph, tmp_path / "new")
    mine = tmp_path / "mine.sssom.tsv"
    rows = ("Tregs\tskos:exactMatch\tCL:0000084", "IL-6\tskos:exactMatch\tsssom:NoTermFound")
    mine.write_text("\n".join(("subject_label\tpredicate_id\tobject_id", *rows, "")), encoding="utf-8")
    assemble(tmp_path / "new", mine)
    with kg.open(example_graph) as before, kg.open(tmp_path / "new") as after:
        diff = before.diff(after)
        agrees(diff, Plain(example_graph, tmp_path / "new"))
    assert [(setting.name, setting.rereads) for setting in diff.settings if setting.name != "base"] == [
        ("overrides", True)
    ]
    assert {kind for one in diff.documents for kind in one.kinds} == {"reread"}
    moved = {(one.old.id, one.new.id) for one in diff.concepts if one.kind == "regrounded" and one.old and one.new}
    assert ("CL:0000815", "CL:0000084") in moved


_REVISED, _RETRACTED, _LOST, _GAINED = (27, 161, 254), (50, 63, 211), (80, 187), (301, 302)


def _revise(article: str) -> str:
    return re.sub(r"(<AbstractText[^>]*>)[^<]*?\. (?=\S)", r"\1", article, count=1)  # without its first sentence


def _retract(article: str) -> str:
    kind = '<PublicationType UI="D016441">Retracted Publication</PublicationType>'
    assert "</PublicationTypeList>" in article
    return article.replace("</PublicationTypeList>", f"{kind}</PublicationTypeList>", 1)


@pytest.mark.shared
def test_ten_of_three_hundred_real_abstracts(shared: Path, tmp_path: Path) -> None:
    with lzma.open(shared / "inputs" / "formats" / "genia_2000_efetch.xml.xz", "rt", encoding="utf-8") as file:
        articles = re.findall(r"<PubmedArticle>.*?</PubmedArticle>", file.read(), re.DOTALL)[:303]
    changed = dict(enumerate(articles))
    for number in _REVISED:
        changed[number] = _revise(articles[number])
    for number in _RETRACTED:
        changed[number] = _retract(articles[number])

    def one(name: str, found: dict[int, str], without: tuple[int, ...]) -> Path:
        inside = [article for number, article in found.items() if number not in without]
        return _built(tmp_path, name, ["<PubmedArticleSet>", *inside, "</PubmedArticleSet>"])

    old, new = one("old.xml", dict(enumerate(articles)), _GAINED), one("new.xml", changed, _LOST)
    with kg.open(old) as before, kg.open(new) as after:
        diff = before.diff(after)
        agrees(diff, Plain(old, new))
    assert len(diff.documents) == 10
    assert {kind for one in diff.documents for kind in one.kinds} == {"gained", "lost", "revised", "retracted"}
    assert {"lost", "standing", "evidence"} <= {kind for change in diff.assertions for kind in change.kinds}
    assert all(change.causes for change in diff.assertions)
