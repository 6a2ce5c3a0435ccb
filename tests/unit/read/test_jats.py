"""kg.read.jats: title, abstracts, body and metadata of articles, sets and zips."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from kg.core.errors import InputError, RecordError
from kg.core.text import Document
from kg.read import jats

ARTICLE = """<article xmlns:xlink="http://www.w3.org/1999/xlink" article-type="research-article"><front>
<journal-meta><journal-title-group><journal-title>Journal of Examples</journal-title></journal-title-group>
</journal-meta>
<article-meta>
  <article-id pub-id-type="pmid">12</article-id><article-id pub-id-type="pmc">34</article-id>
  <article-id pub-id-type="doi">10.1000/ABC</article-id>
  <title-group><article-title>IL-2 and <italic>Treg</italic> cells<xref ref-type="fn" rid="a">*</xref>
  </article-title></title-group>
  <contrib-group>
    <contrib contrib-type="author">
    <name><surname>Doe</surname><given-names>Jane A.</given-names></name></contrib>
    <contrib contrib-type="editor"><name><surname>Ed</surname><given-names>E</given-names></name></contrib>
    <contrib contrib-type="author"><collab>The Group</collab></contrib>
  </contrib-group>
  <pub-date pub-type="epub"><year>2011</year></pub-date><pub-date pub-type="ppub"><year>2012</year></pub-date>
  <volume>4</volume><issue>2</issue><fpage>10</fpage><lpage>19</lpage>
  <abstract><sec><title>Methods:</title><p>We gave IL-2.</p></sec>
  <sec><title>Results</title><p>It worked.</p></sec>
  </abstract>
  <abstract abstract-type="graphical"><p>A drawing.</p></abstract>
  <abstract abstract-type="summary"><p>In plain words.</p></abstract>
  <kwd-group><kwd>Treg</kwd><kwd>IL-<bold>2</bold></kwd></kwd-group>
</article-meta></front>
<body>
  <p>Loose words.</p>
  <sec><title>Introduction</title>
    <p>Cells grow [<xref ref-type="bibr">1</xref>-<xref ref-type="bibr">9</xref>]. CD4<sup>+</sup>
    ones too.<sup><xref ref-type="bibr">2</xref>,<xref ref-type="bibr">3</xref></sup>Others do
    not <xref ref-type="bibr">[4]</xref>, said <xref ref-type="bibr">Roe et al. (2010)</xref>
    (see <xref ref-type="fig" rid="f1">Figure 1</xref>).</p>
    <fig><caption><p>A figure.</p></caption></fig>
    <sec><title>Mice</title><p>They were:<list><list-item><p>young</p></list-item>
    <list-item><p>old</p></list-item></list><disp-formula>x = y</disp-formula></p>
    <table-wrap><caption><p>A table.</p></caption></table-wrap></sec>
  </sec>
</body>
<back><ref-list><ref><mixed-citation>Cited work.</mixed-citation></ref></ref-list></back>
</article>"""


def _read(tmp_path: Path, content: str) -> list[Document | RecordError]:
    file = tmp_path / "a.nxml"
    file.write_text(content, encoding="utf-8")
    return list(jats.read(file))


def _one(tmp_path: Path, content: str) -> Document:
    (document,) = _read(tmp_path, content)
    assert isinstance(document, Document)
    return document


def _short(meta: str, kind: str = "research-article") -> str:
    title = "<title-group><article-title>T</article-title></title-group>"
    front = f"<front><article-meta>{title}{meta}</article-meta></front>"
    return f'<article xmlns:xlink="http://www.w3.org/1999/xlink" article-type="{kind}">{front}</article>'


def test_recognises() -> None:
    assert jats.recognises("<!DOCTYPE article PUBLIC 'x' 'y'>\n<article>")
    assert jats.recognises("<pmc-articleset><article>")
    assert jats.recognises("PK\x03\x04\x14\x00 PMC1.nxml")
    assert not jats.recognises("PK\x03\x04\x14\x00 picture.png")
    assert not jats.recognises("<html><article>")


def test_sections_and_what_is_left_out(tmp_path: Path) -> None:
    document = _one(tmp_path, ARTICLE)
    assert document.title == "IL-2 and Treg cells"
    assert [(one.name, one.label, one.text) for one in document.sections] == [
        ("abstract", "Methods", "We gave IL-2."),
        ("abstract", "Results", "It worked."),
        ("summary", "", "In plain words."),
        ("body", "", "Loose words."),
        (
            "body",
            "Introduction",
            "Cells grow. CD4+ ones too. Others do not, said Roe et al. (2010) (see Figure 1).",
        ),
        ("body", "Mice", "They were: young old"),
    ]
    assert all(document.text[one.start : one.end] == one.text for one in document.sections)


def test_metadata(tmp_path: Path) -> None:
    document = _one(tmp_path, ARTICLE)
    data = document.metadata
    assert document.id == "PMID:12"
    assert (data.pmid, data.pmcid, data.doi) == ("12", "PMC34", "10.1000/abc")
    assert (data.journal, data.year, data.volume, data.issue, data.pages) == (
        "Journal of Examples",
        2012,
        "4",
        "2",
        "10-19",
    )
    assert data.authors == ("Doe JA", "The Group")
    assert data.keywords == ("Treg", "IL-2")
    assert (data.publication_types, data.retracted, data.retracts) == (("research-article",), False, ())


def test_new_style_dates_and_ids(tmp_path: Path) -> None:
    meta = """<article-id pub-id-type="pmcid">PMC5</article-id>
      <pub-date date-type="collection"><year>2019</year></pub-date>
      <pub-date date-type="pub" publication-format="electronic"><year>2020</year></pub-date>
      <elocation-id>e7</elocation-id>"""
    document = _one(tmp_path, _short(meta))
    assert (document.id, document.metadata.year, document.metadata.pages) == ("PMCID:PMC5", 2020, "e7")


def test_retractions(tmp_path: Path) -> None:
    link = '<related-article related-article-type="{}" xlink:href="10.1000/Old"/>'
    notice = _one(tmp_path, _short(link.format("retracted-article"), "retraction"))
    assert (notice.metadata.retracted, notice.metadata.retracts) == (False, ("DOI:10.1000/old",))
    assert _one(tmp_path, _short(link.format("retraction-forward"))).metadata.retracted is True


def test_a_set_in_a_namespace_with_a_broken_end(tmp_path: Path) -> None:
    articles = "<article><front/></article>" + _short("<article-id pub-id-type='pmid'>3</article-id>")
    bad, good, end = _read(tmp_path, f"<pmc-articleset xmlns='urn:jats'>{articles}<article><front>")
    assert isinstance(bad, RecordError)
    assert (bad.record, bad.reason) == (1, "the article has no article-meta")
    assert isinstance(good, Document)
    assert good.id == "PMID:3"
    assert isinstance(end, RecordError)
    assert end.record == 3


def test_a_zip(tmp_path: Path) -> None:
    file = tmp_path / "articles.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("b.nxml", _short("<article-id pub-id-type='pmid'>2</article-id>"))
        archive.writestr("a.nxml", "<article>")
        archive.writestr("notes.txt", "not an article")
    broken, document = jats.read(file)
    assert isinstance(broken, RecordError)
    assert broken.reason.startswith("a.nxml: line 1: broken XML")
    assert isinstance(document, Document)
    assert (document.id, document.metadata.record) == ("PMID:2", 2)


def test_a_damaged_zip(tmp_path: Path) -> None:
    file = tmp_path / "articles.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.nxml", _short(""))
    content = bytearray(file.read_bytes())
    content[60] ^= 0xFF
    file.write_bytes(content)
    with pytest.raises(InputError):
        list(jats.read(file))


@pytest.mark.shared
def test_real_files(shared: Path) -> None:
    folder = shared / "inputs" / "formats" / "jats"
    counts = {path.name: list(jats.read(path)) for path in sorted(folder.iterdir())}
    assert sorted(len(documents) for documents in counts.values()) == [1, 1, 1, 1, 60]
    for documents in counts.values():
        for document in documents:
            assert isinstance(document, Document)
            assert document.metadata.pmid
            assert document.metadata.year
            assert document.metadata.authors
            assert "\ue000" not in document.text
            assert "[]" not in document.text.replace(" ", "")
            # one of them is scanned pages: its body holds pictures only
            assert document.id == "PMID:9374387" or any(one.name == "body" for one in document.sections)
