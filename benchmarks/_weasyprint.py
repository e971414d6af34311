"""The same letter by WeasyPrint, as its best users do it: fonts, style and images are kept."""

from base64 import b64encode
from functools import cache
from html import escape
from typing import Any

from coalition.typesetting import fonts
from recognition.typesetting import LetterContent, long_date

STYLE = """
@font-face { font-family: Letter Serif; src: url(file://%(folder)s/LetterSerif-Regular.ttf); }
@font-face { font-family: Letter Serif; font-weight: 600;
  src: url(file://%(folder)s/LetterSerif-SemiBold.ttf); }
@page { size: A4; margin: 24mm 37.4mm 27mm 24.6mm;
  @bottom-left { content: element(footer); width: 120mm; }
  @bottom-right { content: element(reference); } }
body { font: 12pt/17pt Letter Serif; margin: 0; }
.sender, .address, .contact, .date { position: absolute; line-height: 12.2pt; }
.sender { top: -9mm; font-size: 15pt; font-weight: 600; color: #14524f; }
.rule { position: absolute; top: 2.5mm; width: 160.8mm; border-top: .75pt solid #14524f; }
.address { top: 16.2mm; font-size: 9.5pt; }
.contact, .date { left: 105.4mm; width: 55.4mm; font-size: 8.5pt; color: #4d4d4d; }
.contact { top: 16.2mm; }
.date { top: 48mm; }
.text { margin-top: 73mm; }
p { margin: 0 0 8pt; }
img { display: block; height: 17mm; margin-bottom: 1.5mm; }
b { font-weight: 600; }
.office { color: #4d4d4d; font-size: .9em; }
.footer { position: running(footer); font: 8pt/10.5pt Letter Serif; color: #4d4d4d; }
.reference { position: running(reference); font: 8pt/10.5pt Letter Serif; color: #4d4d4d; }
"""
PAGE = """<!doctype html><html lang="en-GB"><head><title>{title}</title>
<meta name="author" content="{sender_name}"></head><body>
<div class="footer">{footer}</div><div class="reference">{reference}</div>
<div class="sender">{sender_name}</div><div class="rule"></div><div class="address">{address}</div>
<div class="contact">{contact}</div><div class="date">{date}<br>Our reference: {reference}</div>
<div class="text"><p>{greeting}</p>{body}<p>{closing}</p>
<img alt="Signature of {signatory}" src="{image}">
<b>{signatory}</b><div class="office">{office}</div>
</div></body></html>"""
images: dict[str, Any] = {}  # WeasyPrint's own cache of decoded images


def problem() -> str:
    """Why WeasyPrint cannot be measured here; empty if it can."""
    try:
        _weasyprint()
    except ImportError:
        return "it is not installed (it is in the dependency group `bench`)."
    except OSError as error:
        return f"it does not find Pango, which the system must bring ({error})."
    return ""


def typeset(content: LetterContent) -> bytes:
    weasyprint, fetcher, configuration, style = _weasyprint()
    html = weasyprint.HTML(string=_page(content), url_fetcher=fetcher)
    return html.write_pdf(
        stylesheets=[style], font_config=configuration, pdf_variant="pdf/ua-1", cache=images
    )


@cache
def _weasyprint() -> tuple[Any, Any, Any, Any]:
    """The library, imported late because it needs Pango; and what it may keep between letters."""
    import weasyprint  # noqa: PLC0415
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    configuration = FontConfiguration()
    style = weasyprint.CSS(string=STYLE % {"folder": fonts.LEAN}, font_config=configuration)
    return weasyprint, URLFetcher(allowed_protocols=["data"]), configuration, style


def _page(content: LetterContent) -> str:
    [signatory] = content.signatories
    return PAGE.format(
        title=escape(content.title),
        sender_name=escape(content.sender_name),
        footer=escape(content.footer),
        reference=escape(content.reference),
        address="<br>".join(map(escape, content.address)),
        contact="<br>".join(map(escape, content.sender_lines)),
        date=long_date(content.dated, content.language),
        greeting=escape(content.greeting),
        body="".join(f"<p>{escape(paragraph)}</p>" for paragraph in content.body),
        closing=escape(content.closing),
        signatory=escape(signatory.name),
        office=escape(signatory.office),
        image=_data_url(signatory.image or b""),
    )


@cache
def _data_url(image: bytes) -> str:
    return "data:image/png;base64," + b64encode(image).decode()
