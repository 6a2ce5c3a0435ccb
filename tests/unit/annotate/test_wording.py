from __future__ import annotations

from pathlib import Path

import pytest

from kg.annotate.wording import FORMS, Rewording, Wording, load_wording
from kg.core.errors import DataError
from kg.core.paths import pipeline_folder

SHIPPED = load_wording(pipeline_folder("immunology") / "links.toml")
START = 'least = 0.5\n[grounded_in]\ngene = ["gene"]\n[else_in]\n[alike]\n[species]\n'


@pytest.mark.parametrize("rule", SHIPPED.rewordings, ids=lambda rule: rule.id)
def test_a_rewording_does_what_its_example_says(rule: Rewording) -> None:
    given, becomes = rule.example
    alone = Wording(rewordings=(rule,))
    assert becomes in {form for form, _ in alone.forms(given, (*rule.categories, "gene")[0])}
    assert 0 < rule.trust <= 1


def test_wordings_come_most_trusted_first_and_end() -> None:
    forms = list(SHIPPED.forms("severe nephrotoxic disorders of the kidney (TBD) patients", "disease"))
    assert 0 < len(forms) <= FORMS
    assert [trust for _, trust in forms] == sorted((trust for _, trust in forms), reverse=True)
    assert len({form for form, _ in forms}) == len(forms)


def test_a_rewording_of_other_categories_is_not_tried() -> None:
    assert "IL-2" in dict(SHIPPED.forms("mIL-2", "gene"))
    assert "IL-2" not in dict(SHIPPED.forms("mIL-2", "disease"))


def test_a_category_that_is_not_named_is_grounded_in_itself() -> None:
    assert Wording().kinds("gene") == ("gene",)
    assert set(SHIPPED.kinds("disease")) == {"disease", "phenotype"}


def test_a_pipeline_may_have_no_rewordings(tmp_path: Path) -> None:
    assert load_wording(tmp_path / "links.toml") == Wording()


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ("[[rewording]]\nid = 'x'", "regex"),
        ("[[rewording]]\nid='x'\nregex='('\nbecomes=['']\ntrust=1.0\nexample=['a','b']", "unterminated"),
        ("rewording = 3 =", "line 7"),
        (
            "[[rewording]]\nid='x'\ncategories=['genes']\nregex='a'\nbecomes=['']\ntrust=1.0\nexample=['a','b']",
            "'genes' is no category",
        ),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, rows: str, reason: str) -> None:
    path = tmp_path / "links.toml"
    path.write_text(f"{START}{rows}\n", encoding="utf-8")
    with pytest.raises(DataError, match=reason) as caught:
        load_wording(path)
    assert str(path) in str(caught.value)
