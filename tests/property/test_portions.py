"""A file that comes or goes changes its own portion and no other."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.read.inputs import Source
from kg.read.portions import Portion, portions

NAMES = st.sets(st.integers(0, 10**6).map("{:07}.txt".format), min_size=1, max_size=150)


def cut(folder: Path, names: set[str]) -> list[Portion]:
    return list(portions(Source(name, folder / name, 1) for name in sorted(names)))


@settings(max_examples=25, deadline=None)
@given(names=NAMES, which=st.integers(0, 10**6))
def test_a_file_that_goes_changes_its_own_portion_only(names: set[str], which: int) -> None:
    chosen = sorted(names)[which % len(names)]
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name in names:
            (folder / name).write_text(name)
        before, after = cut(folder, names), cut(folder, names - {chosen})
    gone = [portion for portion in before if portion not in after]
    come = [portion for portion in after if portion not in before]
    assert any(part.name == chosen for portion in gone for part in portion.parts)
    assert len(gone) <= 2  # one with its border gone joins the one before it
    assert len(come) <= 1
    touched = {part.name for portion in gone for part in portion.parts}
    assert {part.name for portion in come for part in portion.parts} == touched - {chosen}
    assert [part for portion in after for part in portion.parts] == [
        part for portion in before for part in portion.parts if part.name != chosen
    ]
