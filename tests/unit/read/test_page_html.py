"""What the markup of a page states, and what of it one sees."""

from __future__ import annotations

from kg.read.page_html import parse_html


def test_only_what_one_sees_is_text() -> None:
    markup = parse_html(
        b"<html><head><title>T</title></head><body><nav>menu</nav><!-- note -->seen <b>bo</b>ld"
        b"<script>x</script> tail<p>one</p><div hidden>no</div>"
        b"<div style='display: none'>no</div><div role=dialog>no</div>"
        b"<ul><li>a</li><li>b</li></ul><form>no</form>after</body></html>"
    )
    assert markup.text.split() == ["seen", "bold", "tail", "one", "a", "b", "after"]
    assert "a\n\nb" in markup.text.replace(" ", "")


def test_a_form_around_the_whole_page_is_no_form() -> None:
    assert "seen" in parse_html(b"<body><form><h1>Title</h1><p>seen</p></form></body>").text


def test_meta_tags_by_trust_and_repeated() -> None:
    markup = parse_html(
        b"<meta name='DC.Title' content='second'><meta name='citation_title' content='first'>"
        b"<meta name='citation_author' content='Roe, A'><meta name='citation_author' content='Poe, B'>"
        b"<meta name='citation_doi' content=''><meta property='og:title' content='third - Site'><h1>h</h1>"
    )
    assert markup.fields == {"title": ("first",), "authors": ("Roe, A", "Poe, B")}
    assert markup.titles == ("first", "h", "third")


def test_json_ld_fills_what_meta_tags_leave_open() -> None:
    markup = parse_html(
        b"""<meta name='citation_title' content='meta'>
        <script type='application/ld+json'>{broken</script>
        <script type='application/ld+json'>{"@type": "NewsArticle", "headline": "no"}</script>
        <script type='application/ld+json'>[{"@type": ["ScholarlyArticle"], "name": "ld", "pageStart": 5,
        "isPartOf": {"name": "Own J", "volumeNumber": "2"}}]</script>"""
    )
    assert markup.fields["title"] == ("meta",)
    assert markup.fields["journal"] == ("Own J",)
    assert markup.fields["volume"] == ("2",)
    assert markup.fields["first page"] == ("5",)


def test_encodings() -> None:
    page = "<html><head><meta charset='{}'></head><body>白细胞介素</body></html>"
    for encoding in ("utf-8", "gbk", "utf-16"):
        assert "白细胞介素" in parse_html(page.format(encoding).encode(encoding)).text
    assert "白细胞介素" in parse_html("<p>白细胞介素".encode()).text


def test_no_markup_at_all() -> None:
    assert parse_html(b"").text == ""
    assert parse_html(b"<!-- -->").fields == {}
