"""kg.train.pair_declaration: what a train-relations.toml says."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.core.errors import DataError
from kg.core.paths import pipeline_folder
from kg.train.pair_declaration import BACKWARD, FORWARD, Meaning, PairDeclaration, read_pair_declaration

# Sets whose licences let nothing be trained on them
FORBIDDEN = ("ddi2013", "ddi_2013", "2011-ge", "bel_selventa")

WHOLE = """
[network]
width = 8
[training]
seed = 1
[reading]
nearest = 2
widest = 9
[answers]
own = ["none", "some"]
"""
CORPUS = f"""{WHOLE}
[[corpus]]
name = "a"
file = "a.txt"
between = "mentions"
question = "own"
pairs = ["gene chemical", "gene"]
kinds = {{ Gene = "gene", Drug = "chemical" }}
[corpus.relations]
UP = {{ answer = "some", predicate = "affects", direction = "increased" }}
MADE = {{ predicate = "affects", aspect = "", order = "backward", negated = true }}
"""


def read(folder: Path, text: str) -> PairDeclaration:
    path = folder / "train-relations.toml"
    path.write_text(text, encoding="utf-8")
    return read_pair_declaration(path)


def test_a_corpus(tmp_path: Path) -> None:
    found = read(tmp_path, CORPUS)
    (corpus,) = found.corpora
    assert (corpus.name, corpus.file, corpus.between, corpus.question) == ("a", "a.txt", "mentions", "own")
    assert corpus.pairs == {frozenset({"gene", "chemical"}), frozenset({"gene"})}
    assert corpus.kinds == {"Gene": "gene", "Drug": "chemical"}
    assert corpus.relations == {
        "UP": Meaning("some", "affects", "increased", None, FORWARD),
        "MADE": Meaning("", "affects", None, "", BACKWARD, negated=True),
    }
    assert (corpus.weight, corpus.texts, corpus.skip, corpus.ours) == (1.0, (), (), False)
    assert (corpus.silent, corpus.partial) == (frozenset(), False)
    assert (found.answers, found.reading) == ({"own": ("none", "some")}, {"nearest": 2, "widest": 9})
    assert (found.held_out, found.calibration) == ((), ())


def test_a_corpus_like_another_has_what_it_does_not_say_itself(tmp_path: Path) -> None:
    more = (
        '[[held_out]]\nfile = "h.txt"\ntexts = ["t.txt"]\n'
        '[[calibration]]\nname = "c"\nfile = "c.txt"\nlike = "b"\n'
        '[[corpus]]\nname = "b"\nfile = "b.txt"\nlike = "a"\nweight = 0.5\nskip = ["s.txt", "a.txt"]\n'
        'found = true\npartial = true\nsilent = ["direction"]\n'
    )
    found = read(tmp_path, CORPUS + more)
    first, second = found.corpora
    (third,) = found.calibration
    assert [one.relations for one in (second, third)] == [first.relations] * 2
    assert (second.pairs, second.weight, first.weight, third.weight) == (first.pairs, 0.5, 1.0, 0.5)
    assert (second.silent, second.partial, third.silent) == (frozenset({"direction"}), True, frozenset({"direction"}))
    assert [one.file for one in found.held_out] == ["h.txt"]
    assert list(found.files()) == ["a.txt", "b.txt", "s.txt", "h.txt", "t.txt", "c.txt"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[network", "Expected"),
        (WHOLE, "'corpus' is missing"),
        (CORPUS.replace("[network]", "[net]"), "'network' is missing"),
        (CORPUS.replace("nearest = 2\n", ""), "'nearest' is missing"),
        (CORPUS.replace("widest = 9\n", ""), "'widest' is missing"),
        (CORPUS.replace('between = "mentions"', 'between = "words"'), "a: relations stand between"),
        (CORPUS.replace('between = "mentions"\n', ""), "'between' is missing"),
        (CORPUS.replace('file = "a.txt"\n', ""), "file"),
        (CORPUS.replace('name = "a"', 'name = "a"\ncolour = 1'), "colour"),
        (CORPUS.replace('Gene = "gene"', 'Gene = "gen"'), "a: no kind is called 'gen'"),
        (CORPUS.replace('"gene chemical"', '"gene chemcal"'), "a: no kind is called 'chemcal'"),
        (CORPUS.replace('name = "a"', 'name = "a"\nsilent = ["own"]'), "a: no shared question is called 'own'"),
        (CORPUS.replace('question = "own"', 'question = "other"'), "a: no question is called 'other'"),
        (CORPUS.replace('answer = "some"', 'answer = "much"'), "a: own has no answer 'much'"),
        (CORPUS.replace('UP = { answer = "some", predicate = "affects"', 'UP = { predicate = "paints"'),
         "UP: no predicate is called 'paints'"),
        (CORPUS.replace('"increased"', '"up"'), "UP: no such direction"),
        (CORPUS.replace('aspect = ""', 'aspect = "colour"'), "MADE: no such direction or aspect"),
        (CORPUS.replace('"backward"', '"sideways"'), "MADE: the order is"),
        (f'{CORPUS}[[corpus]]\nname = "b"\nfile = "b"\nlike = "c"\n', "'c' is missing"),
        (f'{CORPUS}[[calibration]]\nfile = "b"\nlike = "a"\n', "two corpora are called 'a'"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(DataError, match=reason) as caught:
        read(tmp_path, text)
    assert caught.value.path == tmp_path / "train-relations.toml"
    with pytest.raises(DataError, match="No such file"):
        read_pair_declaration(tmp_path / "none.toml")


def test_the_shipped_one_trains_on_nothing_it_may_not() -> None:
    shipped = read_pair_declaration(pipeline_folder("immunology") / "train-relations.toml")
    for corpus in (*shipped.corpora, *shipped.calibration):
        place = corpus.file.casefold()
        assert not any(one in place for one in FORBIDDEN)
        assert "test" not in place.replace("bionlp_st", "")
    apart = {corpus.file for corpus in (*shipped.held_out, *shipped.calibration)}
    assert not apart & {corpus.file for corpus in shipped.corpora}
    assert "annotations/test.jsonl" in {corpus.file for corpus in shipped.held_out}
