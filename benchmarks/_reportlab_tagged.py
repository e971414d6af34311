"""ReportLab once more, brought up to what our letters are: PDF/UA-1 and PDF/A-2a.

It writes neither tags nor metadata, so marks are put around what it draws, and pikepdf adds the
rest. Nobody commonly does so; it is here for a comparison of like with like."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from html import escape
from io import BytesIO
from typing import Any

import pikepdf
from PIL import ImageCms
from reportlab import rl_config
from reportlab.platypus import Image, Paragraph

from benchmarks import _reportlab
from recognition.typesetting import LetterContent

ROLES: list[str] = []  # of the letter that is being set, one for each mark
XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
  pdfaid:part="2" pdfaid:conformance="A" pdfuaid:part="1">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<pdfaExtension:schemas xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
  xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><rdf:Bag><rdf:li
  rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li
  rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of PDF/UA</pdfaProperty:description></rdf:li></rdf:Seq>
</pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


class TaggedParagraph(Paragraph):
    def draw(self) -> None:
        with tagged(self.canv, "P"):
            super().draw()


class TaggedImage(Image):
    def draw(self) -> None:
        with tagged(self.canv, "Figure"):
            super().draw()


@contextmanager
def tagged(canvas: Any, role: str) -> Iterator[None]:
    """What is drawn meanwhile is one element of the structure."""
    canvas._code.append(f"/{role} <</MCID {len(ROLES)}>> BDC")
    ROLES.append(role)
    yield
    canvas._code.append("EMC")


@contextmanager
def artifact(canvas: Any) -> Iterator[None]:
    canvas._code.append("/Artifact BMC")
    yield
    canvas._code.append("EMC")


def typeset(content: LetterContent) -> bytes:
    rl_config.canvas_basefontname = "Letter"  # its own is not embedded
    ROLES.clear()
    raw = _reportlab.set_with(content, TaggedParagraph, TaggedImage, tagged, artifact)
    with pikepdf.open(BytesIO(raw)) as pdf:
        _add_structure(pdf, ROLES)
        _add_facts(pdf, content)
        file = BytesIO()
        pdf.save(file)
    return file.getvalue()


def _add_structure(pdf: pikepdf.Pdf, roles: list[str]) -> None:
    page, name = pdf.pages[0].obj, pikepdf.Name
    root = pdf.make_indirect(pikepdf.Dictionary(Type=name.StructTreeRoot))
    whole = pdf.make_indirect(pikepdf.Dictionary(Type=name.StructElem, S=name.Document, P=root))
    elements = []
    for number, role in enumerate(roles):
        facts = pikepdf.Dictionary(
            Type=name.StructElem, S=name(f"/{role}"), P=whole, Pg=page, K=number
        )
        if role == "Figure":
            facts.Alt = "Signature"
            facts.A = pikepdf.Dictionary(
                O=name.Layout, Placement=name.Block, BBox=[69, 300, 215, 350]
            )
        elements.append(pdf.make_indirect(facts))
    whole.K, root.K = pikepdf.Array(elements), whole
    parents = pikepdf.Array([0, pdf.make_indirect(pikepdf.Array(elements))])
    root.ParentTree = pdf.make_indirect(pikepdf.Dictionary(Nums=parents))
    page.StructParents = 0
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)


def _add_facts(pdf: pikepdf.Pdf, content: LetterContent) -> None:
    name = pikepdf.Name
    pdf.Root.Lang = "en-GB"
    pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    xmp = XMP.format(title=escape(content.title)).encode()
    pdf.Root.Metadata = pdf.make_stream(xmp, Type=name.Metadata, Subtype=name.XML)
    intent = pikepdf.Dictionary(
        Type=name.OutputIntent,
        S=name.GTS_PDFA1,
        OutputConditionIdentifier="sRGB",
        DestOutputProfile=pdf.make_stream(_srgb(), N=3),
    )
    pdf.Root.OutputIntents = pikepdf.Array([intent])
    if "/Info" in pdf.trailer:
        del pdf.trailer.Info


@cache
def _srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
