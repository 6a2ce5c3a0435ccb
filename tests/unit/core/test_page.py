from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kg.core.page import pieces, policy, safe_json


def test_safe_json_is_json_without_anything_that_ends_it() -> None:
    value = {"key": "</script> & <!-- \N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR} é"}
    written = safe_json(value)
    assert json.loads(written) == value
    assert not set("<>&\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}") & set(written)


def test_a_policy_names_what_may_run_by_its_hash_and_loads_nothing() -> None:
    told = policy("p {}", "let a;", "let b;")
    hashes = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in ("let a;", "let b;", "p {}")]
    assert told.startswith("default-src 'none'; ")
    assert "script-src 'sha256-{}' 'sha256-{}'; style-src 'sha256-{}'; ".format(*hashes) in told


def _passage(text: str, start: int, **spans: tuple[int, int]) -> dict[str, Any]:
    row: dict[str, Any] = {"text": text, "start": start}
    for role in ("subject", "object", "trigger"):
        row[f"{role}_start"], row[f"{role}_end"] = spans.get(role, (0, 0))
    return row


def test_a_passage_is_cut_where_its_roles_begin_and_end() -> None:
    row = _passage("So 😀 IL-2 expands Tregs.", 100, subject=(105, 109), trigger=(110, 117), object=(118, 123))
    assert pieces(row) == [
        ["So 😀 ", ""],
        ["IL-2", "subject"],
        [" ", ""],
        ["expands", "trigger"],
        [" ", ""],
        ["Tregs", "object"],
        [".", ""],
    ]


@given(st.text(max_size=30), st.tuples(*[st.integers(-5, 40)] * 6))
def test_pieces_add_up_to_the_passage(text: str, ends: tuple[int, ...]) -> None:
    row = _passage(text, 3, subject=ends[:2], object=ends[2:4], trigger=ends[4:])  # type: ignore[arg-type]
    assert "".join(piece for piece, _ in pieces(row)) == text
