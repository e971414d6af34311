"""What members write, as HTML. Five things of Markdown can be written: **bold**, *italic*, lists,
quotes and links. Everything else stays the words that were typed: nothing that somebody says is
taken for a command, and nothing of it vanishes.

Rendered once, when it is said, and kept beside the words with RENDERER. Reading 20 contributions
would otherwise cost more than the rest of their page. When this module writes differently from now
on, RENDERER goes up by one, and what was rendered before is rendered as it is read."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import nh3
from django.utils.html import escape, linebreaks, urlize
from django.utils.safestring import SafeString, mark_safe
from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

PLAIN = 0  # from before there was Markdown: read as it was written
RENDERER = 1

DEEPEST = 12  # levels of lists and quotes in each other; the parser drops what lies deeper
MAY_LEAD_TO = ("http://", "https://", "mailto:")
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "a", "span"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
BLOCKS = ["paragraph", "list", "blockquote"]
WWW = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:/[^\s<>()\[\]\"'’”]*[\w/])?", re.ASCII)
INLINE = ["text", "newline", "escape", "emphasis", "link", "autolink", "linkify"]
MENTION = "mention"


def render(text: str, mentioned: Sequence[str] = ()) -> SafeString:
    """HTML of what somebody wrote in Markdown; after an @, `mentioned` are names that are known."""
    tokens = _markdown().parse(text, {MENTION: after_an_at(mentioned)})
    if max((token.level for token in tokens), default=0) >= DEEPEST - 1:
        return plain(text)
    # The renderer lets nothing else out; nh3 makes sure that this stays so.
    clean = nh3.clean(
        _markdown().renderer.render(tokens, _markdown().options, {}),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener",
        allowed_classes={"span": {MENTION}},
    )
    return mark_safe(clean)  # nh3 has just cleaned it


def again(text: str, renderer: int) -> SafeString:
    """What was written for that renderer, as we show it today."""
    return plain(text) if renderer == PLAIN else render(text)


def plain(text: str) -> SafeString:
    """As contributions were shown before there was Markdown."""
    return mark_safe(linebreaks(urlize(text, nofollow=True, autoescape=True)))


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    """Of all rules, those for the five things; a picture is a link to it, in its own words."""
    reader = MarkdownIt("zero", {"breaks": True, "linkify": True, "maxNesting": DEEPEST})
    reader.enable([*BLOCKS[1:], *INLINE[1:], "linkify"])
    reader.enable(["balance_pairs", "fragments_join"])
    reader.validateLink = _leads_somewhere  # type: ignore[method-assign]
    # No bare names: with a space missing, “on Monday.So we” would be an address in Somalia.
    links = LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": True, "fuzzy_ip": False})
    links.add("www.", {"validate": _host_and_path, "normalize": _with_scheme})
    reader.linkify = links
    reader.core.ruler.push(MENTION, _mark_mentions)
    reader.core.ruler.push("whereto", _say_whereto)
    reader.add_render_rule(MENTION, _mention)
    return reader


def _leads_somewhere(url: str) -> bool:
    return url.strip().lower().startswith(MAY_LEAD_TO)


def _host_and_path(linkify: LinkifyIt, text: str, at: int) -> int:
    found = WWW.match(text, at)
    return len(found[0]) if found else 0


def _with_scheme(linkify: LinkifyIt, match: Any) -> None:
    match.url = f"https://{match.url}"


def _say_whereto(state: StateCore) -> None:
    """After a link in other words, where it leads: nobody is led to believe otherwise."""
    for token in state.tokens:
        if token.type == "inline":
            token.children = list(_with_hosts(token.children or []))


def _with_hosts(parts: Iterable[Token]) -> Iterator[Token]:
    address, words = "", ""
    for part in parts:
        yield part
        if part.type == "link_open":
            address, words = str(part.attrGet("href")), ""
            address = "" if part.markup in {"linkify", "autolink"} else address
        elif part.type == "link_close" and address:
            if words != address:
                yield _text(f" ({urlsplit(address).netloc or address.partition(':')[2]})")
            address = ""
        else:
            words += part.content


def after_an_at(names: Iterable[str]) -> re.Pattern[str] | None:
    """Finds @ and one of these, the longest first; None if there are none."""
    longest_first = sorted(map(re.escape, names), key=len, reverse=True)
    found = "|".join(longest_first)
    return re.compile(rf"(?<![\w@])@(?:{found})(?!\w)", re.I) if found else None


def _mark_mentions(state: StateCore) -> None:
    names = state.env.get(MENTION)
    if names is None:
        return
    for token in state.tokens:
        if token.type == "inline":
            token.children = [part for one in token.children or [] for part in _divided(one, names)]


def _divided(token: Token, names: re.Pattern[str]) -> list[Token]:
    """The text before, the mention, the text after, …"""
    if token.type != "text":
        return [token]
    parts, end = [], 0
    for found in names.finditer(token.content):
        parts += [_text(token.content[end : found.start()]), Token(MENTION, "span", 0)]
        parts[-1].content = found[0]
        end = found.end()
    return [*parts, _text(token.content[end:])] if parts else [token]


def _text(words: str) -> Token:
    token = Token("text", "", 0)
    token.content = words
    return token


def _mention(_: Any, tokens: Sequence[Token], number: int, *rest: Any) -> str:
    return f'<span class="{MENTION}">{escape(tokens[number].content)}</span>'
