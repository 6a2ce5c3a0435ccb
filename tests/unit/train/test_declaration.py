"""kg.train.declaration: what a train.toml says."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.core.errors import DataError
from kg.core.paths import pipeline_folder
from kg.train.declaration import is_auxiliary, read_declaration

SHIPPED = read_declaration(pipeline_folder("immunology") / "train.toml")
# Sets whose licences let nothing be trained on them, and what judges
FORBIDDEN = ("ddi2013", "2011-ge", "/gad/", "bel_selventa", "est")


def test_the_shipped_one() -> None:
    shipping = [head for head in SHIPPED.heads if not is_auxiliary(head)]
    assert shipping == sorted(
        ["anatomy", "cell_line", "cell_type", "chemical", "disease", "gene", "species", "variant"]
    )
    assert all(is_auxiliary(head) for head in SHIPPED.heads[len(shipping) :])
    assert len({corpus.name for corpus in SHIPPED.corpora}) == len(SHIPPED.corpora)


def test_what_may_not_be_trained_on_is_not_named() -> None:
    for corpus in SHIPPED.corpora:
        name = corpus.file.rsplit("/", 1)[-1].casefold()
        assert "test" not in name
        assert not any(one in corpus.file for one in FORBIDDEN[:-1])
    held = {corpus.file for corpus in SHIPPED.held_out}
    whole = {corpus.file for corpus in SHIPPED.held_out if not corpus.only and corpus.tenth < 0}
    assert len(held) == 6
    assert not whole & {corpus.file for corpus in SHIPPED.corpora}


WHOLE = "[network]\n[training]\n[vectors]\ntexts = []\n"
CORPUS = f'{WHOLE}[[corpus]]\nname = "a"\nfile = "b"\n'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[network", "Expected"),
        (WHOLE, "'corpus' is missing"),
        ("[network]\n[training]\n[vectors]\n", "'texts' is missing"),
        (f"{CORPUS}colour = 1\n", "colour"),
        (f'{CORPUS}unknown = [{{ head = "x", words = "(" }}]\n', "unterminated"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "train.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=reason):
        read_declaration(path)
    with pytest.raises(DataError, match="No such file"):
        read_declaration(tmp_path / "none.toml")
