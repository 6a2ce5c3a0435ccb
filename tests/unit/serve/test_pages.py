from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from tests.fixtures_graph import write_graph
from tests.unit.serve.asking import asked


def test_pages_load_their_own_files_alone(tmp_path: Path) -> None:
    folder = write_graph(tmp_path / "g").root
    for response in asked(folder, "/", "/docs"):
        assert response.status_code == 200
        policy = response.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        loaded = re.findall(r'(?:src|href)="([^"]+)"', response.text)
        assert loaded
        for address in loaded:
            assert not address.startswith(("http", "//", "/")), address
        assert not re.search(r"<script(?! src)|<style|\sstyle=|\son\w+=", response.text)
        files_of_it = [f"/{one}" for one in loaded if one.startswith("static/")]
        for file in asked(folder, *files_of_it):
            assert file.status_code == 200
            assert file.headers["content-type"].startswith(("text/css", "text/javascript"))


def test_scripts_never_write_markup() -> None:
    for script in files("kg.serve").joinpath("pages").iterdir():
        if script.name.endswith(".js"):
            text = script.read_text(encoding="utf-8")
            assert text.startswith('"use strict";'), script.name
            assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text), script.name
