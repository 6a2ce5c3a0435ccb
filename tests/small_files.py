"""A small valid file of every format that is read: what fuzzing starts from and what mutations spoil."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from types import MappingProxyType

TITLE = "IL-2 expands regulatory T cells in lupus."
ABSTRACT = "BACKGROUND: Low-dose IL-2 was given. RESULTS: TNF-α fell; “CD4+” cells did not."

_PUBMED = f"""<?xml version="1.0"?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN" "https://dtd.nlm.nih.gov/pubmed.dtd">
<PubmedArticleSet>
<PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="1">11</PMID><Article>
<Journal><JournalIssue><Volume>3</Volume><PubDate><Year>2020</Year></PubDate></JournalIssue><Title>J</Title></Journal>
<ArticleTitle>{TITLE}</ArticleTitle><ELocationID EIdType="doi">10.1000/x</ELocationID>
<Abstract><AbstractText Label="METHODS">CD4<sup>+</sup> cells &amp; mice.</AbstractText></Abstract>
<AuthorList><Author><LastName>Roe</LastName><Initials>A</Initials></Author></AuthorList>
</Article><CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn"><PMID>12</PMID></CommentsCorrections>
</CommentsCorrectionsList></MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType="pmc">PMC1</ArticleId>
</ArticleIdList></PubmedData></PubmedArticle>
<DeleteCitation><PMID Version="1">13</PMID></DeleteCitation></PubmedArticleSet>
"""
_JATS = f"""<article xmlns:xlink="http://www.w3.org/1999/xlink" article-type="research-article"><front><journal-meta>
<journal-title>J</journal-title></journal-meta><article-meta><article-id pub-id-type="pmid">21</article-id>
<title-group><article-title>{TITLE}</article-title></title-group><contrib-group><contrib contrib-type="author"><name>
<surname>Roe</surname><given-names>A B</given-names></name></contrib></contrib-group>
<pub-date pub-type="ppub"><year>2019</year></pub-date><fpage>3</fpage><lpage>9</lpage>
<abstract><sec><title>Results</title><p>TNF-α fell [<xref ref-type="bibr">3</xref>].</p></sec></abstract>
</article-meta></front><body><sec><title>Methods</title><p>Mice were fed.<xref ref-type="bibr">1</xref>
<fig><caption><p>x</p></caption></fig></p></sec></body></article>
"""
_BIOC = f"""<?xml version="1.0"?><collection><source>x</source><document><id>31</id>
<passage><infon key="type">title</infon><offset>0</offset><text>{TITLE}</text>
<annotation id="T1"><infon key="type">Gene</infon><infon key="identifier">3558</infon><location offset="0" length="4"/>
<text>IL-2</text></annotation><annotation id="T2"><infon key="type">Disease</infon><infon key="MESH">D008180</infon>
<location offset="35" length="5"/><text>lupus</text></annotation></passage>
<passage><infon key="type">abstract</infon><offset>42</offset><sentence><offset>42</offset><text>TNF fell.</text>
</sentence></passage><relation id="R1"><infon key="type">Treats</infon><node refid="T1" role=""/><node refid="T2"
role=""/></relation></document></collection>
"""
_BIOC_JSON = json.dumps(
    {
        "documents": [
            {
                "id": "32",
                "passages": [
                    {
                        "infons": {"type": "title"},
                        "offset": 0,
                        "text": TITLE,
                        "annotations": [
                            {
                                "id": "1",
                                "infons": {"type": "Gene", "identifier": "3558"},
                                "locations": [{"offset": 0, "length": 4}],
                                "text": "IL-2",
                            }
                        ],
                    },
                    {"infons": {"type": "abstract"}, "offset": 42, "text": ABSTRACT, "annotations": []},
                ],
                "relations": [{"infons": {"type": "x"}, "nodes": [{"refid": "1"}, {"refid": "1"}]}],
            }
        ]
    },
    ensure_ascii=False,
)
_NBIB = f"""PMID- 41
DP  - 2021 Jan
TI  - {TITLE}
AB  - {ABSTRACT}
      And so on.
LID - 10.1000/y [doi]
AU  - Roe A
PT  - Retracted Publication

PMID- 42
TI  - Another title.
AB  - Tregs suppress.
"""
_PUBTATOR = f"""51|t|{TITLE}
51|a|{ABSTRACT}
51\t0\t4\tIL-2\tGene\t3558
51\t35\t40\tlupus\tDisease\tMESH:D008180
51\tTreats\t3558\tMESH:D008180\tNovel

52|t|Another.
52|a|
"""
_PAGE = f"""<!doctype html><html><head><title>{TITLE} | Site</title><meta name="citation_title" content="{TITLE}">
<meta name="citation_doi" content="10.1000/z"><meta http-equiv="refresh" content="0;url=http://example.org/">
<script type="application/ld+json">{{"@type": "ScholarlyArticle", "headline": "{TITLE}", "author": [{{"name": "A"}}],
"@graph": [{{"@type": "Article"}}]}}</script><script>document.write("x")</script></head><body><nav>Menu</nav>
<h1>{TITLE}</h1><h2>Abstract</h2><p>We gave <a href="javascript:alert(1)">IL-2</a> to mice with lupus, and
regulatory T cells expanded in most of them over the weeks that followed.</p><table><tr><td>1</td></tr></table>
<div class="cookie">We use cookies</div><h2>References</h2></body></html>
"""
_DUMP = f"""{TITLE}
Journal: J
Keywords: a; b
DOI: 10.1000/w
Volume 3, Issue 2, Pages 10-19
期刊
Abstract
We gave IL-2 to mice with lupus, and regulatory T cells expanded in most of them over the weeks that followed.
Click to show full abstract
References
"""

# For every reader of documents
DOCUMENTS: Mapping[str, bytes] = MappingProxyType(
    {
        "pubmed": _PUBMED.encode(),
        "jats": _JATS.encode(),
        "bioc-xml": _BIOC.encode(),
        "bioc-json": _BIOC_JSON.encode(),
        "jsonl": (json.dumps({"pmid": "1", "title": TITLE, "abstract": ABSTRACT, "year": 2020}) + "\n").encode()
        + b'{"id": 2, "title": "b", "authors": ["A", "B"]}\n',
        "nbib": _NBIB.encode(),
        "pubtator": _PUBTATOR.encode(),
        "page": _PAGE.encode(),
        "csv": f'pmid,title,abstract,year\n1,"{TITLE}","{ABSTRACT}\n\nx ""y""",2020\n2,b,c,\n'.encode(),
        "text": f"{TITLE}\n\n{ABSTRACT}\n\nMethods:\n\nMice were fed.\n".encode(),
    }
)
DUMP = _DUMP.encode()  # a second form of pages

# For the gold readers that are given one file and nothing beside it
GOLD: Mapping[str, bytes] = MappingProxyType(
    {
        "pubtator": _PUBTATOR.encode(),
        "bioc-xml": _BIOC.encode(),
        "bioc-json": _BIOC_JSON.encode(),
        "standoff": b'{"doc": "PMID-1", "text": "IL-2 acts.", "entities": [[0, 4, "Gene", "IL-2", "3558"]]}\n'
        b'{"pmid": "2", "text": "T cells.", "annotations": {"CL": [{"spans": [[0, 7]], "text": "T cells"}]}}\n',
        "ppi": b'<?xml version="1.0"?><corpus source="x"><document id="x.d0" origId="2020"><sentence id="x.d0.s0" '
        b'charOffset="0-29" text="IL-2 binds IL-2RA on a T cell."><entity id="e0" charOffset="0-4" text="IL-2" '
        b'type="protein"/><entity id="e1" charOffset="11-14,16-17" text="IL- RA"/><interaction e1="e0" e2="e1" '
        b'type="PPI"/></sentence></document></corpus>',
        "conll": b"###MEDLINE:1\n\nIL-2\tB-protein\nbinds\tO\nT\tB-cell\ncells\tI-cell\n\n-DOCSTART- -X- O\n\nx O\n",
    }
)
# For those that read several files: by name, in a folder
EVIDENCE_INFERENCE: Mapping[str, bytes] = MappingProxyType(
    {
        "x_ids.txt": b"35\nPMC36\n",
        "x_annotations.jsonl": b'{"pmcid": "PMC35", "pmid": "2020", "intervention": "IL-2 (IL)", "comparator": "x", '
        b'"outcome": "T cell count", "label_code": 1, "valid_label": "True", '
        b'"evidence": "IL-2 was given.\\nUnder IL the T cell count rose; IL-2, T cell."}\n',
    }
)
BRAT: Mapping[str, bytes] = MappingProxyType(
    {
        "PMID-1.txt": b"A blocks B.\nB acts.\n",
        "PMID-1.ann": b"T1\tProtein 0 1\tA\nT2\tProtein 9 10\tB\nT3\tNegative_regulation 2 8\tblocks\n"
        b"E1\tNegative_regulation:T3 Theme:T2 Cause:T1\nM1\tNegation E1\nN1\tReference T1 HGNC:1\tA\n",
    }
)
DRUGPROT: Mapping[str, bytes] = MappingProxyType(
    {
        "x_abstracts.tsv": b"1\tA blocks B.\tB acts.\n2\tC\tD\n",
        "x_entities.tsv": b"1\tT1\tCHEMICAL\t0\t1\tA\n1\tT2\tGENE\t9\t10\tB\n",
        "x_relations.tsv": b"1\tINHIBITOR\tArg1:T1\tArg2:T2\n",
    }
)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a .zip of files."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return whole.getvalue()


_OWL = """<?xml version="1.0"?><!DOCTYPE rdf:RDF [<!ENTITY obo "http://purl.obolibrary.org/obo/">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#"
xmlns:owl="http://www.w3.org/2002/07/owl#" xmlns:oboInOwl="http://www.geneontology.org/formats/oboInOwl#">
<owl:Class rdf:about="&obo;CL_0000084"><rdfs:label xml:lang="en">T cell</rdfs:label>
<oboInOwl:hasExactSynonym>T lymphocyte</oboInOwl:hasExactSynonym>
<rdfs:subClassOf rdf:resource="http://purl.obolibrary.org/obo/CL_0000542"/></owl:Class></rdf:RDF>
"""
_OFN = """Prefix(obo:=<http://purl.obolibrary.org/obo/>)
Prefix(rdfs:=<http://www.w3.org/2000/01/rdf-schema#>)
Ontology(<http://x>
Declaration(Class(obo:CL_0000084))
AnnotationAssertion(rdfs:label obo:CL_0000084 "T \\"cell\\""@en)
SubClassOf(obo:CL_0000084 obo:CL_0000542)
)
"""
_TURTLE = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix obo: <http://purl.obolibrary.org/obo/> .
obo:CL_0000084 a skos:Concept ; skos:prefLabel "T cell"@en, "x"@de ;
  skos:altLabel \"\"\"T
lymphocyte\"\"\" ; skos:broader obo:CL_0000542 . # a comment
"""
_OBO = """format-version: 1.2
default-namespace: cell
synonymtypedef: abbr "an abbreviation" EXACT

[Term]
id: CL:0000084
name: T cell {source="x"} ! comment
synonym: "T \\"lymphocyte\\"" EXACT [PMID:1]
is_a: CL:0000542 {gci="x"} ! lymphocyte
xref: MESH:D013601 {source="MONDO:equivalentTo"}

[Typedef]
id: part_of
xref: BFO:0000050
"""
_OBOGRAPHS = json.dumps(
    {
        "graphs": [
            {
                "nodes": [
                    {
                        "id": "http://purl.obolibrary.org/obo/CL_0000084",
                        "lbl": "T cell",
                        "type": "CLASS",
                        "meta": {
                            "synonyms": [{"pred": "hasExactSynonym", "val": "T lymphocyte"}],
                            "xrefs": [{"val": "MESH:D013601"}],
                            "basicPropertyValues": [{"pred": "http://x", "val": "y"}],
                        },
                    }
                ],
                "edges": [{"sub": "http://purl.obolibrary.org/obo/CL_0000084", "pred": "is_a", "obj": "http://x/CL_1"}],
            }
        ]
    }
)
_MESH_XML = """<?xml version="1.0"?><DescriptorRecordSet><DescriptorRecord DescriptorClass="1">
<DescriptorUI>D013601</DescriptorUI><DescriptorName><String>T-Lymphocytes</String></DescriptorName>
<TreeNumberList><TreeNumber>A11.118</TreeNumber></TreeNumberList><ConceptList><Concept PreferredConceptYN="Y">
<ConceptUI>M1</ConceptUI><TermList><Term><String>T Cell</String></Term></TermList></Concept></ConceptList>
</DescriptorRecord></DescriptorRecordSet>
"""
_MESH_ASCII = """*NEWRECORD
RECTYPE = D
MH = T-Lymphocytes
ENTRY = T Cell|T025|NON|EQV|NLM (1997)|abbcdef
ENTRY = T Cells
MN = A11.118
UI = D013601
"""

# For every reader of ontologies
ONTOLOGIES: Mapping[str, bytes] = MappingProxyType(
    {
        "obo": _OBO.encode(),
        "obographs": _OBOGRAPHS.encode(),
        "ofn": _OFN.encode(),
        "owl": _OWL.encode(),
        "turtle": _TURTLE.encode(),
        "mesh-xml": _MESH_XML.encode(),
        "mesh-ascii": _MESH_ASCII.encode(),
        "mesh-trees": b"DescriptorUI\ttree_location\nD013601\tA11.118\nD008214\tA11.1\n",
        "sssom": b"#curie_map:\n#  CL: http://x\nsubject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\n"
        b"CL:0000084\tT cell\tskos:exactMatch\tMESH:D013601\tT-Lymphocytes\n",
        "hgnc": b"hgnc_id\tsymbol\tname\tstatus\talias_symbol\tentrez_id\tgene_group_id\n"
        b'HGNC:6001\tIL2\tinterleukin 2\tApproved\t"TCGF|IL-2"\t3558\t601\n',
        "gene-info": b"#tax_id\tGeneID\tSymbol\tSynonyms\tdbXrefs\tdescription\tOther_designations\n"
        b"9606\t3558\tIL2\tTCGF\tHGNC:HGNC:6001\tinterleukin 2\taldesleukin\n",
        "medic": b"D008180||Lupus|SLE\nC562494|D008180|152700||Lupus, familial|x\n",
        "table": b"id,name,synonyms,parents\nCL:0000084,T cell,T lymphocyte|related=T,CL:0000542\n",
        "mappings": b"MESH\tC000020\tdazopride\tCHEBI\tCHEBI:1\tdazopride\nMESH\tC000021\tx\tCHEBI\tCHEBI:2\ty\n",
    }
)

OVERRIDES = (
    b"# mapping set\nsubject_id\tsubject_label\tpredicate_id\tpredicate_modifier\tobject_id\tobject_label\n"
    b"\tGC\tskos:exactMatch\t\tsssom:NoTermFound\t\n\tTreg\tskos:exactMatch\tNot\tHGNC:6106\tfoxp3\n"
    b'sssom:NoTermFound\t\tskos:exactMatch\t\tHGNC:11935\t"CD40LG"\n'
)
CURATIONS = (
    b"verdict\terror\tnote\tdocument_id\tsentence\tstatement\tsubject\tpredicate\tobject\taspect\tdirection\tnegated\t"
    b"speculated\tcurator\tdate\nright\t\t\tPMID:1\tIL-2 expands Tregs.\t\tHGNC:6001\taffects\tCL:0000815\tabundance\t"
    b"increased\tfalse\tfalse\tM. Kern\t2025-01-31\nwrong\tpolarity\t\tPMID:1\tTNF acts.\t\tHGNC:11892\taffects\t"
    b'CL:0000084\t\tdecreased\tfalse\ttrue\t"K"\t\n'
)
QUERIES = (
    b'SELECT (COUNT(?o) AS ?n) { ?s biolink:affects $what . FILTER(?n > 3 || !regex(?s, "a\\"b", \'i\')) } GROUP BY ?s',
    b'PREFIX x: <http://x/> # comment\nCONSTRUCT { ?s x:y """long\n"""@en } WHERE { GRAPH ?g { ?s x:p/x:q* ?o } }',
    b"ASK { VALUES ?x { 1 2.5 1e3 true } SERVICE <http://x> { ?x ?y ?z } }",
    b"INSERT DATA { <a> <b> <c> }",
)


def _annotations() -> bytes:
    text = "b"
    row = {
        "id": "PMID:2",
        "sha1": hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest(),
        "mentions": [[0, 1, "gene", ["HGNC:6001"]], [0, 1, "cell_type", [""]]],
        "relations": [
            {"subject": [0, 0], "predicate": "affects", "object": [1, 0], "sentences": [[0, 1]], "negated": True}
        ],
    }
    return json.dumps(row).encode()


ANNOTATIONS = _annotations()  # about the second record of DOCUMENTS["jsonl"]
