from __future__ import annotations

from pathlib import Path

import pytest

from kg.core.errors import GraphFolderError, OptionError, UnknownConcept
from kg.opened import Opened
from tests.fixtures_graph import IL2, TREG, write_graph


def test_a_part_is_open_as_the_whole_is_and_is_closed_behind_it(tmp_path: Path) -> None:
    with Opened(write_graph(tmp_path).root) as opened:
        with opened.part({"document": "PMID:1"}) as part:
            assert part is not opened
            assert [row["n"] for row in part.sql("SELECT count(*) AS n FROM assertions")] == [2]
            assert part.counts["assertions"] == 2
            with pytest.raises(OptionError, match="part of a graph already"), part.part({"since": 2000}):
                pass
        with opened.part({}) as whole:
            assert whole is opened
        assert opened.concept("Tregs")["id"] == TREG
        assert opened.below("IL-2") == [IL2]


def test_what_is_opened_once_more_is_of_the_same_kind(tmp_path: Path) -> None:
    with Opened(write_graph(tmp_path).root) as opened, opened.another() as other:
        assert type(other) is Opened
        assert other.counts == opened.counts
    with pytest.raises(GraphFolderError):
        Opened(tmp_path / "nowhere")


def test_a_name_of_nothing_is_told(tmp_path: Path) -> None:
    with Opened(write_graph(tmp_path).root) as opened, pytest.raises(UnknownConcept, match="did you mean"):
        opened.select(about="interlekin-2")
