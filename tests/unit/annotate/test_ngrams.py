from __future__ import annotations

import pytest

from kg.annotate.ngrams import Alike, misspelled, same_words, telling

NAMES = ["kidney failure", "renal failure", "acute kidney failure", "heart failure", "acetylsalicylic acid"]


def test_the_name_itself_is_nearest() -> None:
    index = Alike(NAMES)
    for number, name in enumerate(NAMES):
        assert index.nearest(name, 0.5)[0] == (number, 1.0)


def test_what_a_surface_has_beyond_a_name_makes_it_less_like() -> None:
    index = Alike(NAMES)
    ((first, near),) = index.nearest("acetylsalicilic acid", 0.6)
    assert first == 4
    assert near < 1
    assert not index.nearest("zzzzqqqq", 0.1)
    assert not Alike([]).nearest("kidney failure", 0.1)


@pytest.mark.parametrize(
    ("form", "other", "same", "wrong"),
    [
        ("kidney failure", "failure kidney", True, False),
        ("failure of the kidney", "kidney failure", True, False),
        ("pkcalpha", "pkc alpha", True, False),
        ("acetylsalicilic acid", "acetylsalicylic acid", False, True),
        ("hematotoxicity", "hepatotoxicity", False, False),
        ("ethane", "ethene", False, False),
    ],
)
def test_two_forms_of_one_name(form: str, other: str, same: bool, wrong: bool) -> None:
    assert same_words(form, other) is same
    assert misspelled(form, other) is wrong


def test_numbers_and_lone_letters_tell_names_apart() -> None:
    assert telling("interleukin 17 a") == ("17", "a")
    assert telling("hepatitis b") != telling("hepatitis c")
