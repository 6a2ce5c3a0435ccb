"""Objects of a JSON text's arrays, one at a time."""

from __future__ import annotations

import io
import json

from kg.index import json_stream
from kg.index.json_stream import Found, objects


def read(text: str) -> list[Found]:
    return list(objects(io.StringIO(text), ("nodes", "edges"), ("id", "sub")))


def test_objects_of_every_array_with_their_lines() -> None:
    text = '{"graphs": [{\n"nodes": [{"id": "a"},\n {"id": "\\"nodes\\": ["}],\n"x": [{"id": 0}], '
    text += '"edges":[\n{"sub": "a"}]},'
    text += '\n{"nodes" : [ ], "edges": [{"sub": "b"}]}]}'
    assert read(text) == [
        Found(2, {"id": "a"}),
        Found(3, {"id": '"nodes": ['}),
        Found(5, {"sub": "a"}),
        Found(6, {"sub": "b"}),
    ]


def test_a_broken_object_is_named_and_the_next_one_read() -> None:
    text = '{"nodes": [\n{"id": "a"},\n{"id": "b" "lbl": "x"},\n{"id": "c",\n "lbl": nothing},\n{"id": "d"}\n]}'
    assert read(text) == [
        Found(2, {"id": "a"}),
        Found(3, None, "is no JSON (Expecting ',' delimiter)"),
        Found(5, None, "is no JSON (Expecting value)"),
        Found(6, {"id": "d"}),
    ]


def test_a_text_cut_short() -> None:
    assert read('{"nodes": [{"id": "a"}, {"id": "b') == [
        Found(1, {"id": "a"}),
        Found(1, None, "is no JSON (Unterminated string starting at)"),
    ]
    assert read('{"nodes": [{"id": "a"},') == [Found(1, {"id": "a"})]
    assert read("") == read("{}") == []


def test_objects_longer_than_what_is_read_at_once() -> None:
    nodes = [{"id": str(number), "lbl": "x" * number} for number in (1, json_stream._CHUNK, 3 * json_stream._CHUNK, 2)]
    for indent in (None, 1):
        assert [found.value for found in read(json.dumps({"nodes": nodes}, indent=indent))] == nodes


def test_deep_nesting_is_an_error_of_the_object() -> None:
    text = '{"nodes": [{"id": ' + "[" * 100_000 + "]" * 100_000 + '},\n{"id": "b"}]}'
    assert read(text) == [Found(1, None, "is nested too deeply"), Found(2, {"id": "b"})]
