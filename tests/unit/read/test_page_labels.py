"""What one line of a page is."""

from __future__ import annotations

import pytest

from kg.read.page_labels import (
    ends_article,
    field_of,
    is_furniture,
    is_prose,
    is_sentence,
    may_be_title,
    numbers_in,
    stated,
    without_teaser,
)


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("Journal Title: Own Journal", ("journal", "Own Journal")),
        ("KEYWORDS: a; b", ("keywords", "a; b")),
        ("关键词：红斑狼疮", ("keywords", "红斑狼疮")),
        ("【摘 要】 正文", ("abstract", "正文")),
        ("期刊", ("journal", "")),
        ("Keywords", ("keywords", "")),
        ("Year: n/a", ("year", "")),
        ("Journal", ("", "")),
        ("Result: it worked", ("", "")),
        ("IL-2", ("", "")),
    ],
)
def test_fields(line: str, answer: tuple[str, str]) -> None:
    assert field_of(line) == answer


def test_numbers() -> None:
    assert list(numbers_in("卷 17, 期 12, 页码 749-766")) == [
        ("volume", "17"),
        ("issue", "12"),
        ("pages", "749-766"),
    ]
    assert dict(numbers_in("Volume 3, Issue 2, pp. e5–e9")) == {"volume": "3", "issue": "2", "pages": "e5–e9"}
    assert not list(numbers_in("Volume 3 was printed late"))


def test_stated_and_teaser() -> None:
    assert (stated(" - "), stated("暂无"), stated(" IL-2 ")) == ("", "", "IL-2")
    assert without_teaser("It begins… Click to show full abstract") == "It begins…"
    assert without_teaser("It begins… Expand") == "It begins…"
    assert without_teaser("Th17 cells expand") == "Th17 cells expand"
    assert without_teaser("摘要开始 展开") == "摘要开始"
    assert without_teaser("These data show more") == "These data"


@pytest.mark.parametrize(
    "line",
    [
        "Sign Up to like & get recommendations!",
        "We use cookies to see how this site is used.",
        "Photo from somewhere",
        "点击您的名字以认领此论文并将其添加到您的个人资料中。",
        "Please log in to read the rest of it.",
    ],
)
def test_furniture(line: str) -> None:
    assert is_furniture(line)
    assert not may_be_title(line)
    assert not is_prose(line)


@pytest.mark.parametrize(
    "line",
    [
        "Viral titres fell by 2 log in mice that had been given interferon before the infection.",
        "Fever is the most common sign in patients with flares of this autoinflammatory disease.",
        "The aim of this article is to review what low doses of interleukin-2 do to regulatory T cells.",
        "Purpose: to learn what interleukin-2 does to the regulatory cells of mice.",
    ],
)
def test_prose_that_only_looks_like_furniture(line: str) -> None:
    assert is_prose(line)


def test_sentences_that_are_too_short_for_prose() -> None:
    assert is_sentence("IL-2 helps Tregs.")
    assert not is_sentence("References")
    assert not is_sentence("Please log in to read it.")


@pytest.mark.parametrize("line", ["References", "Related content", "参考文献", "Comments (3)", "Introduction"])
def test_ends(line: str) -> None:
    assert ends_article(line)
    assert not ends_article(line + " to be had in own words")


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("Interleukin-2 and regulatory T cells in rheumatic diseases", True),
        ("Does interleukin-2 help people with lupus?", True),
        ("系统性红斑狼疮的疗效评价", True),
        ("首页 期刊导航 投稿指南", False),
        ("4.5 Review", False),
        ("Home » Journals » Own Journal of Words", False),
        ("It fell in some of them. It rose in others.", False),
        ("Journal Title: Annals of Own Words in General", False),
    ],
)
def test_titles(line: str, answer: bool) -> None:
    assert may_be_title(line) is answer


@pytest.mark.parametrize(
    "line",
    [
        "Home About Contact Journals Books Series Authors Editors Reviewers Librarians Help More.",
        "1. Roe A, Poe B. What small doses of a cytokine do to the cells that keep peace. J Own. 2019;3:4.",
        "A line that has some words in it but never comes to an end of the sentence",
        "IL-2 helps.",
    ],
)
def test_lines_that_are_no_prose(line: str) -> None:
    assert not is_prose(line)
