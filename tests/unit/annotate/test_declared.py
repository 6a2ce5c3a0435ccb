from __future__ import annotations

from pathlib import Path

import pytest

from kg.annotate.declared import declared
from kg.annotate.labels import load_labels
from kg.annotate.patterns import load_patterns
from kg.annotate.qualifiers import load_qualifiers
from kg.annotate.rules import load_rules
from kg.annotate.wording import load_wording
from kg.core.errors import DataError, InputError

LOADERS = (load_labels, load_patterns, load_qualifiers, load_rules, load_wording)


def test_what_a_file_holds(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("a = 1", encoding="utf-8")
    with declared(tmp_path / "a.toml") as table:
        assert table == {"a": 1}
    with pytest.raises(InputError, match=r"b\.toml: No such file"), declared(tmp_path / "b.toml"):
        pass


@pytest.mark.parametrize("load", LOADERS)
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"\0",
        b"=",
        b"a = " + b"[" * 2000,
        b"score = 1\nlabels = 3\npattern = 3\nnegation = 3\nspeculation = 3\nwords = 3\nverb = 3\ngrounded_in = 3",
        b"score = 'x'\nlabels = []\npattern = [3]\nnegation = []\nwords = []\ngrounded_in = [3]\nelse_in = {}",
        b"[[pattern]]\nid = 'x'\ncategory = 'gene'\nregex = 3\nfinds = 1\nnot = 1",
        b"[[pattern]]\nid = 'x'\ncategory = 'gene'\nregex = '('\nfinds = 'a'\nnot = ''",
        b"[[pattern]]\nid = 'x'\ncategory = 'gene'\nregex = 'a*'\nfinds = 'a'\nnot = ''",
    ],
    ids=lambda content: repr(content[:12]),
)
def test_nonsense_is_said_in_one_error(tmp_path: Path, load: object, content: bytes) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"x\.toml: ."):
        load(path)  # type: ignore[operator]
