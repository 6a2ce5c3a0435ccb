"""How a place is taken; a server that runs is in tests/integration/test_serve.py."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from kg.core.errors import GraphFolderError, OptionError
from kg.serve.server import serve
from kg.serve.settings import Settings


def test_a_place_that_cannot_be_taken(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(OptionError, match="is in use; --port takes another"):
            serve(Settings(tmp_path), "127.0.0.1", taken.getsockname()[1], print)
    with pytest.raises(OptionError, match="no such host"):
        serve(Settings(tmp_path), "no such host", 0, print)


def test_no_graph_no_server(tmp_path: Path) -> None:
    with pytest.raises(GraphFolderError, match="holds no graph"):
        serve(Settings(tmp_path), "127.0.0.1", 0, print)
