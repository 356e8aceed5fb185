"""What a text cites outside the vault: citation keys, DOIs, arXiv papers, web addresses, each under one name."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

_ADDRESS = re.compile(r"https?://[^\s<>\"'`|\\^{}\[\]«»“”]+", re.IGNORECASE)
_DOI = re.compile(r"(?<![\w./])10\.\d{4,9}/[^\s<>\"'`|\\^{}\[\]«»“”]+")
_DOI_HOSTS = frozenset(("doi.org", "dx.doi.org"))
_ARXIV_ID = r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})"
_ARXIV = re.compile(rf"\barxiv:\s?{_ARXIV_ID}", re.IGNORECASE)
_ARXIV_PLACE = re.compile(rf"(?:/(?:abs|pdf|html)/|/arxiv\.){_ARXIV_ID}", re.IGNORECASE)
_ARXIV_HOSTS = frozenset(("arxiv.org", "export.arxiv.org"))
_KEY = r"@(\w(?:\w|[:.#$%&+?~/-](?=\w))*)"
_IN_BRACKETS = re.compile(r"\[[^\[\]\n]*\](?!\()")
_BRACKETED_KEY = re.compile(rf"(?<![\w@./]){_KEY}")
_KEY_OF_A_YEAR = re.compile(rf"(?<![\w@./:\[]){_KEY}")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_ENDS = ".,;:!?*_~'"
_OF_A_VISIT = re.compile(r"(?:utm_\w+|fbclid|gclid|yclid|si|feature)=", re.IGNORECASE)
_KEY_PROPERTIES = ("citekey", "citation-key", "citation key", "citationkey", "bibtexkey")
PROPERTIES = (*_KEY_PROPERTIES, "doi", "arxiv", "url", "urls", "link", "source", "sources", "reference", "references")
"""Properties of a note that say what it cites or is about, folded."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Something outside the vault, e.g. ``@smith2020``, ``doi:10.1145/3292500``, ``arXiv:1706.03762``, ``a.org/b``.

    ``name`` is alike for all its spellings but for case. ``in_text`` is what a text that cites it holds one of;
    ``as_property`` are the folded values that a property which names it can have.
    """

    name: str
    in_text: tuple[str, ...]
    as_property: tuple[str, ...]

    @property
    def key(self) -> str:
        return self.name.casefold()


def citations_in(text: str) -> Mapping[str, Citation]:
    """Return what a text cites by ``Citation.key``, in the order of kinds.

    A key counts in brackets (``[@smith]``), and by itself where it holds a year (``@smith2020``), so that names of
    people and of decorators in code do not.
    """
    found = dict.fromkeys(_found_in(text)) if "@" in text or "10." in text or ":" in text else {}
    return {citation.key: citation for citation in found}


def citations_of(properties: Mapping[str, object]) -> Mapping[str, Citation]:
    """Return what the properties of a note cite; ``doi``, ``arxiv`` and ``citekey`` may be bare."""
    found: dict[str, Citation] = {}
    for name, value in properties.items():
        known = name.casefold()
        if known not in PROPERTIES:
            continue
        for entry in value if isinstance(value, list) else [value]:
            if not isinstance(entry, str | int | float) or isinstance(entry, bool):
                continue
            written = str(entry).strip()
            if known in _KEY_PROPERTIES:
                written = f"[@{written.strip('@[]')}]"
            elif known == "arxiv" and "arxiv" not in written.casefold():
                written = f"arXiv:{written}"
            found.update(citations_in(written))
    return found


def _found_in(text: str) -> Iterator[Citation]:
    for match in _ADDRESS.finditer(text):
        yield from _at_address(_without_end(match.group()))
    rest = _ADDRESS.sub(" ", text)
    for match in _ARXIV.finditer(rest):
        yield _arxiv(match[1])
    for match in _DOI.finditer(rest):
        yield _doi(_without_end(match.group()))
    for bracket in _IN_BRACKETS.finditer(rest):
        for match in _BRACKETED_KEY.finditer(bracket.group()):
            yield _key(match[1])
    for match in _KEY_OF_A_YEAR.finditer(rest):
        if _YEAR.search(match[1]) and not rest.startswith("](", match.end()):
            yield _key(match[1])


def _at_address(written: str) -> Iterator[Citation]:
    """Yield what a web address leads to; nothing for what is none."""
    try:
        parts = urlsplit(written)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return
    path = unquote(parts.path).rstrip("/")
    if "." not in host:
        return
    if host in _DOI_HOSTS and path.startswith("/10."):
        yield _doi(path[1:])
        return
    paper = _ARXIV_PLACE.match(path) if host in _ARXIV_HOSTS else None
    if paper is not None:
        yield _arxiv(paper[1])
        return
    kept = "&".join(one for one in parts.query.split("&") if one and not _OF_A_VISIT.match(one))
    query = f"?{kept}" if kept else ""
    name = f"{host}{path}{query}"
    ways = dict.fromkeys((name, f"{host}{quote(path)}{query}"))
    starts = [f"{scheme}://{www}" for scheme in ("https", "http") for www in ("", "www.")]
    values = [f"{start}{way}{end}" for way in ways for start in starts for end in ("", "/")]
    yield Citation(name, tuple(ways), tuple(value.casefold() for value in values))


def _doi(written: str) -> Citation:
    paper = _ARXIV_PLACE.search(written) if written.casefold().startswith("10.48550/") else None
    if paper is not None:
        return _arxiv(paper[1])
    doi = written.casefold()
    starts = ("", "doi:", "doi: ", "https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/")
    return Citation(f"doi:{written}", (written,), tuple(f"{start}{doi}" for start in starts))


def _arxiv(number: str) -> Citation:
    number = number.casefold()
    places = (f"https://arxiv.org/{kind}/{number}" for kind in ("abs", "pdf"))
    return Citation(f"arXiv:{number}", (number,), (number, f"arxiv:{number}", *places))


def _key(key: str) -> Citation:
    plain = key.casefold()
    return Citation(f"@{key}", (key,), (plain, f"@{plain}", f"[@{plain}]", f"[[@{plain}]]"))


def _without_end(written: str) -> str:
    """Return an address without the signs of the sentence around it; parentheses of its own stay."""
    while written:
        closes = written[-1] == ")" and written.count(")") > written.count("(")
        if not closes and written[-1] not in _ENDS:
            break
        written = written[:-1]
    return written
