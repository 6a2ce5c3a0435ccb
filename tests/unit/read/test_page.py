"""Article pages, HTML and dumps, of several layouts: the paper is found and the site is left behind."""

from __future__ import annotations

import gzip
import time
from pathlib import Path

import pytest

from kg.core.errors import RecordError
from kg.core.text import Document
from kg.read import page

ABSTRACT = (
    "Low doses of interleukin-2 (IL-2) enlarge the pool of regulatory T cells. We gave them to forty people "
    "with lupus for twelve weeks. Their regulatory T cells doubled, and their skin got better in most cases."
)

JOURNAL_HTML = """<!DOCTYPE html>
<html lang="en"><head>
<title>Low-dose IL-2 in forty people with lupus | Journal of Own Words</title>
<meta name="citation_title" content="Low-dose IL-2 in forty people with lupus &amp; skin disease">
<meta name="citation_doi" content="10.1000/OWN.2021.7">
<meta name="citation_journal_title" content="Journal of Own Words">
<meta name="citation_publication_date" content="2021/03/05">
<meta name="citation_volume" content="9"><meta name="citation_issue" content="3">
<meta name="citation_firstpage" content="101"><meta name="citation_lastpage" content="110">
<meta name="citation_author" content="Roe, Ann"><meta name="citation_author" content="Poe, Bob">
<meta name="citation_keywords" content="lupus, interleukin-2">
<meta name="description" content="Low doses of interleukin-2 (IL-2) enlarge the pool of …">
<script>var track = "Never show this sentence, which is code and long enough to look like prose.";</script>
</head><body>
<header><a href="/">Journal of Own Words</a></header>
<nav><ul><li>Home</li><li>All of the issues we ever printed</li></ul></nav>
<div class="cookie-banner"><p>We use small files on this device, and by staying you agree to it.</p></div>
<main><article><h1>Low-dose IL-2 in forty people with lupus &amp; skin disease</h1>
<p>Ann Roe, Bob Poe</p>
<section><h2>Abstract</h2><h3>Background</h3><p>Low doses of <i>interleukin</i>-2 (IL-2) enlarge the pool of
regulatory T&nbsp;cells, as has been known for some years now.</p>
<h3>Results</h3><p>Regulatory T cells doubled in number&nbsp;<sup>*</sup> and the skin
got better in most of them.</p>
</section>
<section><h2>Introduction</h2>
<p>This is the full text of the paper, in which more is said than in the abstract.</p>
</section></article></main>
<aside><p>Other papers that you may like are listed here, with a sentence about each of them.</p></aside>
<form><p>Tell us what you think about the new site, and we will take it to heart when we can.</p></form>
<footer>© 2021 Own Words. All rights reserved.</footer>
</body></html>"""

JSON_LD_HTML = f"""<html><head><script type="application/ld+json">
{{"@graph": [{{"@type": "ScholarlyArticle", "headline": "Own words about lupus and IL-2",
 "abstract": "<p>{ABSTRACT}</p>", "datePublished": "2020-02-02", "author": [{{"name": "Ann Roe"}}],
 "isPartOf": {{"@type": "PublicationIssue", "issueNumber": "4", "isPartOf": {{"name": "Own Journal"}}}},
 "identifier": {{"propertyID": "doi", "value": "https://doi.org/10.1000/own.8"}}, "keywords": ["lupus"]}}]}}
</script></head>
<body><h1>Own words about lupus and IL-2</h1><p>{ABSTRACT[:80]}… Read more</p></body></html>"""

DUMP = f"""Skip to main content
Journals   Books   Sign in

Low-dose interleukin-2 and the skin of people with lupus

Ann Roe, Bob Poe, Carla Moe
J Own Words. 2022; 4(2): 33-41.
https://doi.org/10.1000/own.2022.33

Abstract

{ABSTRACT}

Keywords
lupus; interleukin-2; skin

We use cookies to make this site work and to see how it is used. Read our privacy policy to learn more.

References

1. Roe A, Poe B. What small doses of a cytokine do to the cells that keep the peace. J Own. 2019;3:4.
2. Moe C. Another paper about the very same thing, which nobody should take for the abstract of this one."""

CHINESE_HTML = """<!DOCTYPE html><html lang="zh"><head><meta charset="gbk">
<title>自拟示例 - 示例网</title></head>
<body><div class="nav"><a>首页</a><a>期刊导航</a></div>
<h1>低剂量白细胞介素-2治疗系统性红斑狼疮的疗效评价</h1>
<p>作者：张三；李四</p><p>期刊：示例免疫学杂志</p><p>发表时间：2020年6月</p><p>卷 8, 期 2, 页码 11-19</p>
<p>DOI：10.1000/zh.2020.11</p>
<h2>摘要</h2>
<p>本文用自己的话说明：低剂量白细胞介素-2可以增加调节性T细胞的数量，并减轻患者的皮肤症状，三个月后多数患者好转。</p>
<p>关键词：红斑狼疮；调节性T细胞</p>
<h2>相关文献</h2><p>另一篇论文讨论了完全不同的问题，这一段文字虽然很长，但是绝不应该出现在摘要里，请注意这一点。</p>
<p>登录后可以收藏，点击这里注册账号，订阅我们的邮件，获取更多推荐内容，感谢您的支持，欢迎常来看看本站。</p>
</body></html>"""

NO_ABSTRACT = """Skip to main content
Share on Twitter

A letter about regulatory T cells in myositis

Journal: Own Letters
Year Published: 2018
DOI: 10.1000/own.letter.1

There is no abstract for this article. Sign up to get alerts about it.
Related articles
"""

NOTHING = """<!DOCTYPE html><html><head><title>Sign in to continue</title></head>
<body><h1>Log in</h1>
<form><p>Please sign in with your account to read this, or create an account now.</p></form>
</body></html>"""


def read(path: Path, content: str | bytes) -> Document:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (document,) = page.read(path)
    assert isinstance(document, Document)
    assert all(document.text[part.start : part.end] == part.text for part in document.sections)
    return document


def test_a_journal_page_with_meta_tags(tmp_path: Path) -> None:
    document = read(tmp_path / "a.html", JOURNAL_HTML)
    assert document.id == "DOI:10.1000/own.2021.7"
    assert document.title == "Low-dose IL-2 in forty people with lupus & skin disease"
    metadata = document.metadata
    assert (metadata.journal, metadata.year) == ("Journal of Own Words", 2021)
    assert (metadata.volume, metadata.issue, metadata.pages) == ("9", "3", "101-110")
    assert metadata.authors == ("Roe, Ann", "Poe, Bob")
    assert metadata.keywords == ("lupus", "interleukin-2")
    assert [part.label for part in document.sections] == ["Background", "Results"]
    assert document.sections[0].text.startswith("Low doses of interleukin-2 (IL-2) enlarge")
    assert document.sections[1].text.endswith("in most of them.")


def test_json_ld_and_a_visible_teaser(tmp_path: Path) -> None:
    document = read(tmp_path / "a.html", JSON_LD_HTML)
    assert document.id == "DOI:10.1000/own.8"
    assert document.title == "Own words about lupus and IL-2"
    assert [part.text for part in document.sections] == [ABSTRACT]
    metadata = document.metadata
    assert (metadata.journal, metadata.issue, metadata.year) == ("Own Journal", "4", 2020)
    assert (metadata.authors, metadata.keywords) == (("Ann Roe",), ("lupus",))


def test_a_dump_with_a_cookie_banner_and_references(tmp_path: Path) -> None:
    assert page.recognises(DUMP)
    document = read(tmp_path / "a.txt", DUMP)
    assert document.title == "Low-dose interleukin-2 and the skin of people with lupus"
    assert [part.text for part in document.sections] == [ABSTRACT]
    metadata = document.metadata
    assert (metadata.doi, metadata.journal, metadata.year) == ("10.1000/own.2022.33", "J Own Words", 2022)
    assert (metadata.volume, metadata.issue, metadata.pages) == ("4", "2", "33-41")
    assert metadata.keywords == ("lupus", "interleukin-2", "skin")


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_chinese_page(tmp_path: Path, encoding: str) -> None:
    document = read(tmp_path / "a.html", CHINESE_HTML.encode(encoding))
    assert document.title == "低剂量白细胞介素-2治疗系统性红斑狼疮的疗效评价"
    (section,) = document.sections
    assert section.text.startswith("本文用自己的话说明")
    assert section.text.endswith("多数患者好转。")
    metadata = document.metadata
    assert (metadata.journal, metadata.year, metadata.doi) == ("示例免疫学杂志", 2020, "10.1000/zh.2020.11")
    assert (metadata.volume, metadata.issue, metadata.pages) == ("8", "2", "11-19")
    assert metadata.authors == ("张三", "李四")
    assert metadata.keywords == ("红斑狼疮", "调节性T细胞")


def test_a_page_without_an_abstract_is_its_title(tmp_path: Path) -> None:
    document = read(tmp_path / "a.txt", NO_ABSTRACT)
    assert document.title == "A letter about regulatory T cells in myositis"
    assert document.sections == ()
    assert (document.metadata.journal, document.metadata.year) == ("Own Letters", 2018)


@pytest.mark.parametrize("content", [NOTHING, "<html></html>", "<!DOCTYPE html>", "", "\0"])
def test_a_page_that_shows_nothing_is_a_record_error(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(content)
    (error,) = page.read(path)
    assert isinstance(error, RecordError)
    assert error.record == 1


def test_a_compressed_page(tmp_path: Path) -> None:
    assert read(tmp_path / "a.html.gz", gzip.compress(JOURNAL_HTML.encode())).metadata.year == 2021


@pytest.mark.parametrize("head", [JOURNAL_HTML, JSON_LD_HTML, CHINESE_HTML, DUMP, NO_ABSTRACT, NOTHING])
def test_recognises_pages(head: str) -> None:
    assert page.recognises(head)


@pytest.mark.parametrize(
    "head",
    [
        f"A title of its own\n\n{ABSTRACT}",
        f"A title of its own\n\nAbstract\n\n{ABSTRACT}\n\nKeywords: lupus; IL-2\n\nDOI: 10.1000/own.1",
        "We surveyed which patients sign up for trials. Cookies were not offered to any of them.",
        '<?xml version="1.0"?><article xmlns:xlink="http://own.org/link" article-type="x"></article>',
        "<!DOCTYPE PubmedArticleSet><PubmedArticleSet></PubmedArticleSet>",
    ],
)
def test_recognises_nothing_else(head: str) -> None:
    assert not page.recognises(head)


FURNITURE = (
    "Sign Up", "Click", "Photo", "wikipedia", "Keywords", "Journal Title", "Share", "Related", "LAUSR",
    "tabs", "Link to", "期刊", "作者", "评分", "4.5", "NATURE PORTFOLIO", "DOI", "暂无",
)  # fmt: skip


@pytest.mark.shared
def test_the_first_real_page(shared: Path) -> None:
    (document,) = page.read(shared / "inputs" / "pages" / "000_30b8e2fc6aa9a0bd.txt")
    assert isinstance(document, Document)
    assert document.title == "Interleukin-2 and regulatory T cells in rheumatic diseases"
    assert document.id == "DOI:10.1038/s41584-021-00707-x"
    metadata = document.metadata
    assert (metadata.journal, metadata.year) == ("NATURE REVIEWS RHEUMATOLOGY", None)
    assert (metadata.volume, metadata.issue, metadata.pages) == ("17", "12", "749-766")
    assert (metadata.authors, metadata.keywords) == ((), ())
    abstract, summary = document.sections
    assert (abstract.name, summary.name) == ("abstract", "summary")
    assert "leads invariably to" in abstract.text
    assert abstract.text.endswith("biological treatments for autoimmune diseases.")
    assert summary.text.startswith("Regulatory T (T-reg) cells have crucial roles")
    assert "Kolios" in summary.text
    assert not [mark for mark in FURNITURE if mark in document.text]


@pytest.mark.shared
def test_the_second_real_page(shared: Path) -> None:
    (document,) = page.read(shared / "inputs" / "pages" / "001_3e47010f4b1fcd63.txt")
    assert isinstance(document, Document)
    assert document.title.startswith("Response to: ‘Circulating")
    assert "absolutelydecreased in dermatomyositis/polymyositispatients" in document.title
    assert document.title.endswith("low-dose IL-2’ by Zhang et al")
    metadata = document.metadata
    assert (metadata.journal, metadata.year) == ("Annals of the Rheumatic Diseases", 2019)
    assert len(metadata.keywords) == 6
    assert metadata.keywords[0] == "low dose"
    (abstract,) = document.sections
    assert abstract.text.startswith("In this issue, Zhang et al report")
    assert abstract.text.endswith("but reflects …")
    assert not [mark for mark in FURNITURE if mark in document.text]


@pytest.mark.parametrize(
    "head", ["<!--a-->" * 40 + "x", "<!--" * 16_000, "\n" * 60_000 + "x", "Volume 1, " * 6000 + "x"]
)
def test_no_beginning_takes_long(tmp_path: Path, head: str) -> None:
    started = time.process_time()
    page.recognises(head)
    (tmp_path / "a").write_text(head, encoding="utf-8")
    assert len(list(page.read(tmp_path / "a"))) == 1
    assert time.process_time() - started < 10  # it took hours


@pytest.mark.parametrize("depth", [700, 100_000])
def test_json_ld_nested_too_deeply_takes_nothing_from_the_page(tmp_path: Path, depth: int) -> None:
    data = '{"@type": "Article", "name": ' + "[" * depth + "]" * depth + "}"
    content = JOURNAL_HTML.replace("</head>", f'<script type="application/ld+json">{data}</script></head>')
    (tmp_path / "a").write_text(content, encoding="utf-8")
    (document,) = page.read(tmp_path / "a")
    assert isinstance(document, Document)
