"""kg.read.pubmed: articles, books, versions, deletions and retractions."""

from __future__ import annotations

import lzma
from pathlib import Path

import pytest

from kg.core.errors import RecordError
from kg.core.text import Document
from kg.read import pubmed

FULL = """
<PubmedArticle><MedlineCitation>
  <PMID Version="2">101</PMID>
  <Article>
    <Journal><JournalIssue><Volume>7</Volume><Issue>3</Issue>
    <PubDate><MedlineDate>1999 Jan-Feb</MedlineDate></PubDate></JournalIssue>
    <Title>Journal of Examples</Title></Journal>
    <ArticleTitle>Signals in CD4<sup>+</sup> cells.</ArticleTitle>
    <Pagination><MedlinePgn>12-9</MedlinePgn></Pagination>
    <ELocationID EIdType="doi" ValidYN="N">10.1000/wrong</ELocationID>
    <ELocationID EIdType="doi" ValidYN="Y">10.1000/RIGHT</ELocationID>
    <Abstract>
      <AbstractText Label="BACKGROUND" NlmCategory="BACKGROUND">We asked <i>why</i>.</AbstractText>
      <AbstractText Label="UNLABELLED">It is H<sub>2</sub>O.</AbstractText>
      <AbstractText Label="RESULTS"/>
      <CopyrightInformation>Ours.</CopyrightInformation>
    </Abstract>
    <AuthorList>
      <Author><LastName>Doe</LastName><Initials>JA</Initials></Author>
      <Author ValidYN="N"><LastName>Doo</LastName></Author>
      <Author><CollectiveName>The Example Group</CollectiveName></Author>
    </AuthorList>
    <PublicationTypeList><PublicationType>Journal Article</PublicationType></PublicationTypeList>
  </Article>
  <KeywordList><Keyword>signal</Keyword><Keyword>T <i>cell</i></Keyword></KeywordList>
</MedlineCitation><PubmedData>
  <ArticleIdList><ArticleId IdType="pmc">PMC9</ArticleId></ArticleIdList>
  <ReferenceList><Reference><ArticleIdList>
    <ArticleId IdType="doi">10.1000/cited</ArticleId>
  </ArticleIdList></Reference></ReferenceList>
</PubmedData></PubmedArticle>
"""


def _article(inner: str, notes: str = "", pmid: str = "<PMID>5</PMID>") -> str:
    citation = f"<MedlineCitation>{pmid}<Article>{inner}</Article>{notes}</MedlineCitation>"
    return f"<PubmedArticle>{citation}</PubmedArticle>"


def _read(tmp_path: Path, *records: str, end: str = "</PubmedArticleSet>") -> list[Document | RecordError]:
    file = tmp_path / "set.xml"
    file.write_text(f"<?xml version='1.0'?>\n<PubmedArticleSet>{''.join(records)}{end}", encoding="utf-8")
    return list(pubmed.read(file))


def _one(tmp_path: Path, record: str) -> Document:
    (document,) = _read(tmp_path, record)
    assert isinstance(document, Document)
    return document


def test_the_day_of_a_revision(tmp_path: Path) -> None:
    day = "<DateRevised><Year>2026</Year><Month>{}</Month><Day>5</Day></DateRevised>"
    titled = "<ArticleTitle>A title.</ArticleTitle>"
    assert _one(tmp_path, _article(titled, day.format("02"))).metadata.revised == "2026-02-05"
    assert _one(tmp_path, _article(titled, day.format(""))).metadata.revised == ""


def test_recognises() -> None:
    assert pubmed.recognises("<?xml version='1.0'?><!DOCTYPE PubmedArticleSet><PubmedArticleSet>")
    assert not pubmed.recognises("<article>")
    assert not pubmed.recognises("PMID- 1")


def test_a_full_record(tmp_path: Path) -> None:
    document = _one(tmp_path, FULL)
    assert document.id == "PMID:101"
    assert document.title == "Signals in CD4+ cells."
    assert [(one.name, one.label, one.text) for one in document.sections] == [
        ("abstract", "BACKGROUND", "We asked why."),
        ("abstract", "", "It is H2O."),
    ]
    data = document.metadata
    assert (data.pmid, data.doi, data.pmcid, data.version) == ("101", "10.1000/right", "PMC9", 2)
    assert (data.journal, data.year, data.volume, data.issue) == ("Journal of Examples", 1999, "7", "3")
    assert data.revised == ""
    assert (data.pages, data.authors) == ("12-9", ("Doe JA", "The Example Group"))
    assert (data.keywords, data.publication_types) == (("signal", "T cell"), ("Journal Article",))
    assert (data.retracted, data.retracts, data.deleted, data.record) == (False, (), False, 1)
    assert all(document.text[one.start : one.end] == one.text for one in document.sections)


def test_titles_from_elsewhere(tmp_path: Path) -> None:
    vernacular = "<ArticleTitle>[Not Available].</ArticleTitle><VernacularTitle>Ein Titel.</VernacularTitle>"
    assert _one(tmp_path, _article(vernacular)).title == "Ein Titel."
    assert _one(tmp_path, _article("<ArticleTitle>[Translated].</ArticleTitle>")).title == "[Translated]."


def test_another_abstract_only_in_english_and_where_there_is_none(tmp_path: Path) -> None:
    title, own = "<ArticleTitle>T</ArticleTitle>", "<Abstract><AbstractText>Own.</AbstractText></Abstract>"
    others = "".join(
        f"<OtherAbstract Language='{language}'><AbstractText>In {language}.</AbstractText></OtherAbstract>"
        for language in ("chi", "eng")
    )
    assert [one.text for one in _one(tmp_path, _article(title, others)).sections] == ["In eng."]
    assert [one.text for one in _one(tmp_path, _article(title + own, others)).sections] == ["Own."]


def test_retracted_and_retracting(tmp_path: Path) -> None:
    def noted(kind: str) -> str:
        note = f"<CommentsCorrections RefType='{kind}'><PMID>77</PMID></CommentsCorrections>"
        return f"<CommentsCorrectionsList>{note}</CommentsCorrectionsList>"

    title = "<ArticleTitle>T</ArticleTitle>"
    withdrawn = _one(tmp_path, _article(title, noted("RetractionIn"))).metadata
    assert (withdrawn.retracted, withdrawn.retracts) == (True, ())
    notice = _one(tmp_path, _article(title, noted("RetractionOf"))).metadata
    assert (notice.retracted, notice.retracts) == (False, ("PMID:77",))
    assert _one(tmp_path, _article(title, noted("CommentIn"))).metadata.retracted is False
    kind = "<PublicationTypeList><PublicationType>Retracted Publication</PublicationType></PublicationTypeList>"
    assert _one(tmp_path, _article(title + kind)).metadata.retracted is True


def test_deleted_records_leave_tombstones(tmp_path: Path) -> None:
    deleted = '<DeleteCitation><PMID Version="1">8</PMID><PMID Version="3">9</PMID></DeleteCitation>'
    first, *stones = _read(tmp_path, _article("<ArticleTitle>T</ArticleTitle>"), deleted)
    assert isinstance(first, Document)
    assert [stone.id for stone in stones if isinstance(stone, Document)] == ["PMID:8", "PMID:9"]
    for stone, version in zip(stones, (1, 3), strict=True):
        assert isinstance(stone, Document)
        assert (stone.title, stone.sections, stone.metadata.deleted) == ("", (), True)
        assert (stone.metadata.version, stone.metadata.record) == (version, 2)


def test_a_book_chapter(tmp_path: Path) -> None:
    book = """<PubmedBookArticle><BookDocument><PMID>33</PMID>
      <Book><BookTitle>A Book</BookTitle><PubDate><Year>2020</Year></PubDate>
      <AuthorList Type="editors"><Author><LastName>Ed</LastName></Author></AuthorList></Book>
      <ArticleTitle>Chapter One</ArticleTitle>
      <AuthorList Type="authors"><Author><LastName>Roe</LastName><Initials>R</Initials></Author></AuthorList>
      <Abstract><AbstractText>In short.</AbstractText></Abstract></BookDocument></PubmedBookArticle>"""
    document = _one(tmp_path, book)
    assert (document.id, document.title, document.sections[0].text) == ("PMID:33", "Chapter One", "In short.")
    assert document.metadata.journal == "A Book"
    assert (document.metadata.year, document.metadata.authors) == (2020, ("Roe R",))


def test_bad_records_are_reported_and_the_rest_goes_on(tmp_path: Path) -> None:
    title = "<ArticleTitle>T</ArticleTitle>"
    items = _read(tmp_path, _article(title, pmid=""), _article(""), _article(title), _article(title), end="<Pub")
    reasons = [(one.record, one.reason) for one in items if isinstance(one, RecordError)]
    assert reasons[:2] == [(1, "the article has no PMID"), (2, "PMID 5 has neither title nor abstract")]
    assert reasons[2][0] == 5
    assert "broken XML" in reasons[2][1]
    assert sum(isinstance(one, Document) for one in items) == 2


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("efetch_bsharp.xml.gz", 3),
        ("efetch_qi29_121.xml.gz", 121),
        ("efetch_sample_small.xml.gz", 3),
        ("efetch_xizhou_93.xml.gz", 93),
        ("medline_pancreatic_100.xml.gz", 100),
        ("genia_2000_efetch.xml.xz", 1999),
    ],
)
def test_real_files(shared: Path, name: str, count: int) -> None:
    documents = list(pubmed.read(shared / "inputs" / "formats" / name))
    assert len(documents) == count
    for document in documents:
        assert isinstance(document, Document)
        assert document.id == f"PMID:{document.metadata.pmid}"
        assert document.title
        assert document.metadata.year
        assert all(document.text[one.start : one.end] == one.text for one in document.sections)


@pytest.mark.shared
def test_a_real_file_cut_short(shared: Path, tmp_path: Path) -> None:
    with lzma.open(shared / "inputs" / "formats" / "genia_2000_efetch.xml.xz") as stream:
        whole = stream.read(300_000)
    cut = tmp_path / "cut.xml"
    cut.write_bytes(whole)
    *documents, last = pubmed.read(cut)
    assert all(isinstance(one, Document) for one in documents)
    assert isinstance(last, RecordError)
    assert last.record == len(documents) + 1 == whole.count(b"</PubmedArticle>") + 1


def test_a_version_of_thousands_of_digits_is_none(tmp_path: Path) -> None:
    article = "<Article><ArticleTitle>x</ArticleTitle></Article>"
    pmid = f'<PMID Version="{"9" * 5000}">1</PMID>'
    record = f"<PubmedArticle><MedlineCitation>{pmid}{article}</MedlineCitation></PubmedArticle>"
    (tmp_path / "a.xml").write_text(f"<PubmedArticleSet>{record}</PubmedArticleSet>", encoding="utf-8")
    (document,) = pubmed.read(tmp_path / "a.xml")
    assert isinstance(document, Document)
    assert document.metadata.version == 1
