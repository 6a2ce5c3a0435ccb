from __future__ import annotations

from kg.compare.diff import Setting
from kg.compare.settings import settings_of, tables_of

MADE = {
    "version": "0.1.0",
    "pipeline": "immunology",
    "recipe": {"ontologies": [], "point": "precise"},
    "recipe_hash": "a" * 64,
    "hashes": {"assertions": "1", "mentions": "2"},
}


def test_what_was_made_alike_has_no_settings_that_differ() -> None:
    assert settings_of(MADE, {**MADE, "base": "urn:immunokg:"}) == ()
    assert tables_of(MADE, MADE) == ()


def test_what_differs_is_told_with_what_it_can_do() -> None:
    recipe = {"ontologies": ["mondo", "hp"], "point": "precise"}
    overrides = {"file": "mine.tsv", "sha256": "b" * 64, "rows": []}
    other = {
        **MADE,
        "recipe": recipe,
        "overrides": overrides,
        "base": "https://example.org/",
        "hashes": {"mentions": "3"},
    }
    assert settings_of(MADE, other) == (
        Setting("ontologies", "", "mondo hp", rereads=True),
        Setting("overrides", "", "mine.tsv (bbbbbbbbbbbb)", rereads=True),
        Setting("base", "urn:immunokg:", "https://example.org/", rereads=False),
    )
    assert tables_of(MADE, other) == ("assertions", "mentions")


def test_a_manifest_that_says_nothing_of_it() -> None:
    assert [setting.name for setting in settings_of({}, MADE)] == [
        "version", "pipeline", "point", "content of pipeline and ontologies",
    ]  # fmt: skip
