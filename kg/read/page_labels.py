"""one line of a page -> what it is: a labelled field, furniture, a heading that ends the article, prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType

from kg.read.cleaning import leading_label

ABSTRACT = "abstract"

# our field -> the labels it goes by on pages, in lower case
_LABELS = MappingProxyType(
    {
        "title": "title|article title|标题|题名|题目|论文标题|文章标题",
        "journal": "journal|journal title|journal name|published in|期刊|期刊名称|刊名|杂志|来源期刊|来源",
        "year": "year|year published|publication year|published|publication date|date published|date"
        "|published online|年份|年|出版年|出版年份|出版时间|出版日期|发表时间|发表日期|发表年份",
        "volume": "volume|vol|卷",
        "issue": "issue|number|no|期|期号",
        "pages": "pages|page|pp|页码|页",
        "authors": "author|authors|作者",
        "keywords": "keyword|keywords|key words|author keywords|index terms|关键词|关键字",
        "doi": "doi",
        "pmcid": "pmcid",
        "publisher": "publisher|出版社|出版商",
        ABSTRACT: "abstract|summary|摘要|中文摘要|英文摘要|文章摘要",
    }
)
_FIELD_OF = MappingProxyType({label: field for field, labels in _LABELS.items() for label in labels.split("|")})
_LABELLED = re.compile(
    r"(?P<label>[A-Za-z][A-Za-z ]{1,20}|[\u4e00-\u9fff][\u4e00-\u9fff ]{0,6})\s*[:：]\s*(?P<value>.*)"
)
_BRACKETED = re.compile(r"[【\[](?P<label>[\w ]{2,20})[】\]]\s*[:：]?\s*(?P<value>.*)")

# labels that stand alone on a line often enough without a colon; "Journal" or "Issue" alone is a menu
_ALONE = frozenset({"keywords", "key words", "author keywords", "abstract", "doi"})

_NUMBER_WORDS = r"(?:volume|vol|issue|number|no|pages|page|pp|卷|期|页码|页)"
_RANGE = r"[A-Za-z]?\d+(?:\s?[-–]\s?[A-Za-z]?\d+)?"
# possessive: a space that two of the parts could take would double the ways at every number
_STOP = r"\s*+(?:[.:：]\s*+)?"
_NUMBER = re.compile(rf"({_NUMBER_WORDS}){_STOP}({_RANGE})", re.IGNORECASE)
_ONLY_NUMBERS = re.compile(rf"(?:{_NUMBER_WORDS}{_STOP}{_RANGE}[\s,;，；]*+)+", re.IGNORECASE)

# words of the site about itself, put so that a sentence of a paper hardly holds them
_FURNITURE = re.compile(
    r"\bsign[ -]?up\b|\b(?:sign|log)[ -]?in (?:to|or|with|via|now)\b|\b(?:log|sign) ?(?:in|out)$|\blogin\b|"
    r"\bregister (?:now|for free|to (?:read|view|access))|\bsubscri(?:be|ption)\b|\bnewsletter|\bcookies?\b|"
    r"privacy policy|terms (?:of|and) (?:use|service|conditions)|^.{0,120}all rights reserved|^©|^copyright|"
    r"\bjavascript\b|\byour (?:browser|e-?mail|account|institution|profile|privacy|consent|name)\b|"
    r"\bclick (?:here|to|on|one)\b|\bskip to\b|\bshare (?:on|this|via)\b|\bfollow us\b|"
    r"\bcreate (?:an |your )?account|download (?:pdf|citation|the app|full)|institutional access|"
    r"add to (?:cart|favou?rites|library|my)|\b(?:buy|purchase) (?:now|this|access|article|pdf)|"
    r"\bget (?:recommendations|alerts|full[ -]text)|recommendations!|^photo (?:from|by)\b|^image credit|"
    r"\b(?:link to|view|read|show) (?:the )?(?:full|pdf|article online|related)|^cite this|^rate this|"
    r"^this article is (?:protected|licensed|distributed|part|cited)|\bpowered by\b|^advertisement|"
    r"^(?:contact|about) us\b|\bofficial website\b|^here['’]s how you know|"
    r"索取更多|登录|登陆|点击|评价这|评分不足|暂无|认领|分享到|下载(?:全文|PDF|APP)|个人资料|购买|订阅|版权所有|隐私|"
    r"关注我们|首页|我是这篇|注册(?:账号|会员|新用户)|(?:我要|发表)评论|推荐(?:阅读|文章|给)|收藏本",
    re.IGNORECASE,
)
_TEASER = re.compile(
    r"\s*[\[(]?(?:click to (?:show|read|see)|show|read|see|view)\s+(?:the\s+)?(?:full|more|whole|less)"
    r"(?:\s+(?:abstract|text))?[\])]?\s*$|\s*(?:展开|展开全部|查看全文|查看更多)\s*$|"
    r"(?<=[.…!?])\s*(?:expand|collapse)\s*$",
    re.IGNORECASE,
)
_END = re.compile(
    r"(?:references?|bibliography|related (?:content|articles?|papers?|research)|recommended(?: \w+)?|"
    r"similar (?:articles|papers)|comments?(?: \(\d+\))?|cited by|citations?|more information|"
    r"acknowledge?ments?|funding|supplementary \w+|footnotes|about the authors?|conflicts? of interest|"
    r"competing interests|author information|affiliations|(?:1\.? )?introduction|main|full text|"
    r"参考文献|评论|推荐|相关文献|相关文章|相关论文|相关推荐|基金|作者简介|引言|前言)\s*[:：]?",
    re.IGNORECASE,
)
_EMPTY = frozenset({"-", "–", "—", "n/a", "na", "none", "无", "暂无", "暂无数据", "null"})
_CJK = re.compile(r"[\u4e00-\u9fff]")
_REFERENCE = re.compile(
    r"^\[?\d{1,3}[\].]\s|\b\d{4};\s?\d+|\bet al\.?,? .*\b(?:19|20)\d\d[;.]|\bdoi\.org/|\bdoi:", re.IGNORECASE
)
_MENU = re.compile(r"(?:\S{1,6}[\s|>·]+){3}")  # three short words in Chinese, which writes no spaces
_SENTENCE_END = re.compile(r"[.。…!?！？][\"'”’)\]]?$|[.!?][\"'”’)\]]?\s+[A-Z]")


def field_of(line: str) -> tuple[str, str]:
    """Return (field, value) of `Label: value`, (field, "") of a label that stands alone, else ("", "")."""
    labelled = _LABELLED.fullmatch(line) or _BRACKETED.fullmatch(line)
    if labelled:
        name = labelled["label"].strip().lower()
        field = _FIELD_OF.get(name) or _FIELD_OF.get(name.replace(" ", ""), "")
        return (field, stated(labelled["value"])) if field else ("", "")
    name = line.lower()
    if name in _ALONE or (_CJK.match(name) and name in _FIELD_OF):
        return _FIELD_OF[name], ""
    return "", ""


def numbers_in(line: str) -> Iterator[tuple[str, str]]:
    """Yield (field, value) of a line such as `Volume 3, Issue 2, Pages 10-19` that holds nothing else."""
    if _ONLY_NUMBERS.fullmatch(line):
        for number in _NUMBER.finditer(line):
            yield _FIELD_OF[number[1].lower()], number[2]


def stated(value: str) -> str:
    """Return a field's value, "" where the page only says that there is none."""
    return "" if value.strip().lower() in _EMPTY else value.strip()


def without_teaser(line: str) -> str:
    """Return a line without the "Click to show full abstract" behind it."""
    return _TEASER.sub("", line)


def is_furniture(line: str) -> bool:
    """Say whether a line speaks of the site, not of the paper: one such mark, in a long paragraph several."""
    marks = sum(1 for _ in _FURNITURE.finditer(line))
    return marks > len(line) // 350


def ends_article(line: str) -> bool:
    """Say whether a line is a heading behind which no abstract comes (references, related articles …)."""
    return _END.fullmatch(line) is not None


def count_cjk(line: str) -> int:
    """Return the number of Chinese characters."""
    return len(_CJK.findall(line))


def is_prose(line: str) -> bool:
    """Say whether a line is a paragraph of sentences, and not a menu, a reference or furniture."""
    if is_furniture(line) or _REFERENCE.search(line):
        return False
    if count_cjk(line) * 3 > len(line):
        return count_cjk(line) >= 30 and bool(re.search("[。；，]", line))
    words = leading_label(line)[1].split()
    lower = sum(word[:1].islower() for word in words)
    enough = 6 if leading_label(line)[0] else 12
    return len(words) >= enough and lower * 2 >= len(words) and _SENTENCE_END.search(line) is not None


def is_sentence(line: str) -> bool:
    """Say whether a line ends as a sentence does; that is enough under the heading "Abstract"."""
    ends = line[-1:] in ("。", "…") or (line.endswith((".", "!", "?")) and len(line.split()) > 2)
    return ends and not is_furniture(line) and not _REFERENCE.search(line)


def may_be_title(line: str, words: int = 4) -> bool:
    """Say whether a line may be the paper's title: some words, one sentence, no label, no furniture."""
    if len(line) > 400 or is_furniture(line) or field_of(line)[0] or ends_article(line):
        return False
    if count_cjk(line) * 3 > len(line):
        return count_cjk(line) >= 6 and "。" not in line and not _MENU.search(line)
    several_sentences = line.endswith(".") and re.search(r"[.!?]\s+[A-Z]", line)
    plain = [word for word in line.split() if any(map(str.isalpha, word))]
    return len(plain) >= words and len(line) >= 15 and not several_sentences and not re.search(r"[|»›>]", line)
