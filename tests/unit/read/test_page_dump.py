"""The article within the lines of a page."""

from __future__ import annotations

import textwrap

from kg.read.page_dump import make_paragraphs, parse_dump

PROSE = (
    "Regulatory T cells keep the peace in the gut, and their loss leads to colitis. We transferred them into "
    "mice without any, and the animals stayed well for a whole season."
)


def test_values_stand_behind_or_below_their_labels() -> None:
    dump = parse_dump(
        "A title of quite some words\n\n期刊\n\nOwn Journal\n卷 17, 期 2\nKeywords\na; b\n作者\n"
        f"点击这里登录\nPages: 5-9\nYear Published: -\nAbstract: {PROSE}\nYear: 1999"
    )
    assert dump.title == "A title of quite some words"
    assert dump.fields == {
        "journal": "Own Journal",
        "volume": "17",
        "issue": "2",
        "keywords": "a; b",
        "authors": "",
        "pages": "5-9",
        "year": "",  # the first statement counts, also that there is none
    }
    assert [text for _, _, text in dump.paragraphs] == [PROSE]


def test_a_stated_title_counts() -> None:
    assert parse_dump(f"Some other line of words\nTitle: The real one\n\n{PROSE}").title == "The real one"


def test_journals_names_and_shouted_lines_are_no_titles_while_there_is_another() -> None:
    lines = [
        "INTERNATIONAL ARCHIVES OF OWN WORDS",
        "The European Journal of Own Words",
        "What Tregs do in the gut",
    ]
    assert parse_dump("\n".join([*lines, "", PROSE])).title == "What Tregs do in the gut"
    assert parse_dump("\n".join([lines[0], "", PROSE])).title == lines[0]


def test_a_wrapped_paragraph_is_one() -> None:
    wrapped = textwrap.fill(PROSE * 3, 78)
    dump = parse_dump(f"What Tregs do in the gut\n\n{wrapped}\n\nReferences\n\n{PROSE} And more.")
    assert [text for _, _, text in dump.paragraphs] == [" ".join(wrapped.split())]


def test_an_entry_called_abstract_in_a_menu_is_no_heading() -> None:
    dump = parse_dump(f"Abstract\nMethods\nReferences\nWhat Tregs do in the gut\nAbstract\nMethods\n{PROSE}")
    assert dump.title == "What Tregs do in the gut"
    assert dump.headed
    assert dump.paragraphs == (("abstract", "Methods", PROSE),)


def test_what_follows_the_abstract_is_not_taken() -> None:
    more = "The paper itself begins here and goes on for many pages with this kind of sentence in it."
    for heading in ("Keywords: a; b", "Introduction", "参考文献"):
        dump = parse_dump(f"What Tregs do in the gut\n摘要\n{PROSE}\n{heading}\n{more}")
        assert [text for _, _, text in dump.paragraphs] == [PROSE]


def test_headings_that_come_again_begin_the_full_text() -> None:
    dump = parse_dump(f"A title of some words\nAbstract\nBackground\n{PROSE}\nBackground\n{PROSE} More of it.")
    assert dump.paragraphs == (("abstract", "Background", PROSE),)


def test_nothing_is_made_of_nothing() -> None:
    dump = parse_dump("Home\nAbout us\n")
    assert (dump.title, dump.paragraphs, dict(dump.fields)) == ("", (), {})


def test_sections_of_paragraphs() -> None:
    labelled = "BACKGROUND: Tregs matter. RESULTS: They do."
    assert list(make_paragraphs([("Aim", PROSE), ("", PROSE[:60] + "…"), ("", labelled)])) == [
        ("abstract", "Aim", PROSE),
        ("abstract", "BACKGROUND", "Tregs matter."),
        ("abstract", "RESULTS", "They do."),
    ]


def test_a_citation_line_and_ids_say_what_they_are() -> None:
    dump = parse_dump(
        "An official website of some country\nAnn Own. 2021 Apr;80(4):441-449. doi: 10.1000/own-1. Epub.\n"
        "What Tregs do in the gut\nPMID: 331 DOI: 10.1000/own-1\nAbstract\nIL-2 helps Tregs.\nCited by 57"
    )
    assert dump.title == "What Tregs do in the gut"
    assert dump.paragraphs == (("abstract", "", "IL-2 helps Tregs."),)
    assert dump.fields == {
        "journal": "Ann Own",
        "year": "2021",
        "volume": "80",
        "issue": "4",
        "pages": "441-449",
        "doi": "10.1000/own-1",
        "pmid": "331",
    }
