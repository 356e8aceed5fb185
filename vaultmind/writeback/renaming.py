"""Renaming a note with its links: what led somewhere before leads there after, and all other text stays."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from vaultmind.domain.damage import target_as_written
from vaultmind.domain.edit import Edit, apply_edits
from vaultmind.domain.link import Link, LinkKind, NotePath, name_key
from vaultmind.domain.linking import LinkFormat, LinkRules, shortest_link_text
from vaultmind.domain.names import VaultNames
from vaultmind.domain.span import Span
from vaultmind.parsing.inline import split_destination
from vaultmind.parsing.line_syntax import reference_key
from vaultmind.parsing.reading import is_base, is_canvas, read_note
from vaultmind.writeback.note_text import NoteText

_DESTINATION = re.compile(
    r"\]\([ \t]*(?:\r\n?|\n)?[ \t]*(?P<path><(?:[^<>\\\r\n]|\\.)*>|(?:[^\s\\]|\\.)*?)"
    r"(?:[ \t\r\n]+(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)))?[ \t\r\n]*\)\Z",
    re.DOTALL,
)
_DEFINITION = re.compile(
    r"^(?:[ \t]|>)*(?:[-*+][ \t]+|\d+[.)][ \t]+)?\[(?P<label>(?:[^\[\]\\\r\n]|\\.)+)\]:"
    r"[ \t]*(?P<path><[^<>\r\n]*>|[^\s<]\S*)",
    re.MULTILINE,
)
_LABELS = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]")
_PATH_END = re.compile(r"#|\\?\||\]\]")
_NEEDS_PERCENT = re.compile(r"[\x00-\x20\x7f\\%()<>\[\]?#]")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")


@dataclass(frozen=True, slots=True)
class Renaming:
    """A file that gets another path, and how link texts resolve before and after."""

    old: NotePath
    new: NotePath
    before: VaultNames
    after: VaultNames
    rules: LinkRules = LinkRules()

    @classmethod
    def of(cls, paths: Iterable[NotePath], old: NotePath, new: NotePath, rules: LinkRules) -> "Renaming":
        """Return the renaming of ``old`` among all files of the vault."""
        listed = list(paths)
        after = [new if path == old else path for path in listed]
        return cls(old, new, VaultNames(listed), VaultNames(after), rules)

    def moved(self, path: NotePath) -> NotePath:
        """Return where a file is after the renaming."""
        return self.new if path == self.old else path


def touched_notes(renaming: Renaming, links: Mapping[NotePath, Sequence[Link]]) -> list[NotePath]:
    """Return the notes that have a link to be rewritten, in path order."""
    names = {name_key(path).rpartition("/")[2] for path in (renaming.old, renaming.new)}
    names |= {name.removesuffix(".md") for name in names}
    found = {
        source
        for source, written in links.items()
        if any(
            (source == renaming.old or name_key(link.target).rpartition("/")[2] in names)
            and _wanted(renaming, source, link) is not None
            for link in map(_as_written, written)
        )
    }
    return sorted(found)


def link_edits(renaming: Renaming, opened: NoteText) -> tuple[list[Edit], list[Link]]:
    """Return the edits of one note, and the links that could not be rewritten without touching more.

    In a note whose characters are damaged, a link is what stands there, as Obsidian reads it: it may lead to a file
    whose name is damaged alike, and is left alone where it leads nowhere.
    """
    links = _links_on_disk(opened)
    planned: list[tuple[Link, Edit]] = []
    left: list[Link] = []
    for link in links:
        wanted = _wanted(renaming, opened.path, link)
        if wanted is None:
            continue
        edit = next(_spellings(renaming, opened, link, wanted), None)
        if edit is None:
            left.append(link)
        else:
            planned.append((link, edit))
    sound = _sound(renaming, opened, links, list(dict.fromkeys(edit for _, edit in planned)))
    left += [link for link, edit in planned if edit not in sound]
    return sound, left


def _links_on_disk(opened: NoteText) -> Sequence[Link]:
    """Return the links of a note as they stand there, whatever damage of its characters is undone for reading."""
    note = read_note(opened.path, opened.content).note
    return opened.note.links if note.repaired_from and opened.path.lower().endswith(".md") else note.links


def _as_written(link: Link) -> Link:
    written = target_as_written(link)
    return link if written is None else replace(link, target=written)


def _wanted(renaming: Renaming, source: NotePath, link: Link) -> NotePath | None:
    """Return where a link must lead after the renaming, or ``None`` where it does so as it is written."""
    if not link.target:
        return None
    led = renaming.before.resolve(link.target, source=source)
    if led is None:
        return None
    wanted = renaming.moved(led)
    if renaming.after.resolve(link.target, source=renaming.moved(source)) != wanted:
        return wanted
    # Only the case changed: a link that was spelled as the name was follows its new spelling.
    old_name, new_name = _stem(renaming.old), _stem(renaming.new)
    follows = led == renaming.old and old_name != new_name and _stem(link.target) == old_name
    return wanted if follows else None


def _stem(path: str) -> str:
    name = path.rpartition("/")[2]
    return name[:-3] if name[-3:].lower() == ".md" else name


def _spellings(renaming: Renaming, opened: NoteText, link: Link, wanted: NotePath) -> Iterator[Edit]:
    """Yield edits of a link that may lead where it should, the nearest to what was written first."""
    source = renaming.moved(opened.path)
    for target in dict.fromkeys(_targets(renaming, link, opened.path, wanted)):
        if link.kind is LinkKind.CANVAS and target != wanted:
            continue
        if renaming.after.resolve(target, source=source) == wanted:
            edit = with_target(opened, link, target)
            if edit is not None:
                yield edit


def _targets(renaming: Renaming, link: Link, opened_at: NotePath, wanted: NotePath) -> Iterator[str]:
    """Yield link texts for ``wanted`` in the form of the link: a bare name, a path from the root, a relative path."""
    source = renaming.moved(opened_at)
    written = link.target
    has_extension = written[-3:].lower() == ".md" or not wanted.lower().endswith(".md")

    def spelled(path: str) -> str:
        return path if has_extension or path[-3:].lower() != ".md" else path[:-3]

    if link.kind is LinkKind.CANVAS:
        yield wanted
    elif written.startswith(("./", "../")):
        rules = LinkRules(LinkFormat.RELATIVE, has_extension)
        path = shortest_link_text(renaming.after, wanted, source=source, rules=rules) or wanted
        yield spelled(path if path.startswith("../") else f"./{path}")
    elif written.startswith("/"):
        yield spelled(f"/{wanted}")
    elif "/" in written:
        led = renaming.before.resolve(written, source=opened_at)
        is_partial = led is not None and name_key(led) not in (name_key(written), name_key(f"{written}.md"))
        yield spelled("/".join(wanted.split("/")[-1 - written.count("/") :]) if is_partial else wanted)
    else:
        rules = LinkRules(renaming.rules.format, has_extension)
        shortest = shortest_link_text(renaming.after, wanted, source=source, rules=rules)
        if shortest is not None:
            yield shortest
    yield spelled(wanted)
    yield wanted
    yield f"/{wanted}"


def with_target(opened: NoteText, link: Link, target: str) -> Edit | None:
    """Return the edit of the path in a link, all else of the link kept; ``None`` where it cannot be found."""
    written = link.span.of(opened.text)
    in_json = is_canvas(opened.path)
    plain = _from_json(written) if in_json else written
    if plain is None:
        return None
    if link.kind is LinkKind.CANVAS or (link.kind is LinkKind.PROPERTY and is_base(opened.path)):
        place: Span | None = Span(0, len(plain) if link.kind is LinkKind.CANVAS else len(plain.partition("#")[0]))
        path = target
    elif plain.lstrip("!").startswith("[["):
        place, path = _wikilink_path(plain), target
        if link.kind is LinkKind.PROPERTY and opened.text[link.span.start - 1 : link.span.start] == "'":
            path = target.replace("'", "''")
    else:
        place = _destination_path(plain, link)
        path = _as_destination(place.of(plain) if place else "", plain, place, target)
    if place is None:
        return None if in_json else _definition_edit(opened.text, plain, link, target)
    if in_json:
        start = len(_to_json(plain[: place.start]))
        end = start + len(_to_json(place.of(plain)))
        if _to_json(plain) != written:  # written with other escapes: the whole link is spelled anew
            start, end, path = 0, len(written), plain[: place.start] + path + plain[place.end :]
        return Edit(Span(link.span.start + start, link.span.start + end), _to_json(path))
    return Edit(Span(link.span.start + place.start, link.span.start + place.end), path)


def _wikilink_path(written: str) -> Span | None:
    start = written.index("[[") + 2
    end = _PATH_END.search(written, start + 1)
    if end is None:
        return None
    inside = written[start : end.start()]
    return Span(start + len(inside) - len(inside.lstrip()), start + len(inside.rstrip()))


def _destination_path(written: str, link: Link) -> Span | None:
    """Return the place of the path in ``[text](path#heading "title")``, with its angle brackets where it has them."""
    for found in re.finditer(r"\]\(", written):
        match = _DESTINATION.match(written, found.start())
        if match is None:
            continue
        path = match["path"]
        named = split_destination(path[1:-1] if path.startswith("<") else path)
        if named is not None and named[0] == link.target:
            start = match.start("path") + path.startswith("<")
            inner = path.strip("<>") if path.startswith("<") else path
            return Span(start, start + len(inner.partition("#")[0]))
    return None


def _definition_edit(text: str, written: str, link: Link, target: str) -> Edit | None:
    """Return the edit of the definition that ``[text][label]``, ``[label][]`` or ``[label]`` takes its path from."""
    labels = _LABELS.findall(written)
    if not labels:
        return None
    wanted = reference_key(labels[-1] or labels[0])
    for found in _DEFINITION.finditer(text):
        if reference_key(found["label"]) != wanted:
            continue
        path = found["path"]
        is_angled = path.startswith("<")
        named = split_destination(path[1:-1] if is_angled else path)
        if named is None or named[0] != link.target:
            return None
        start = found.start("path") + is_angled
        place = Span(start, start + len((path[1:-1] if is_angled else path).partition("#")[0]))
        return Edit(place, _as_destination(place.of(text), text, place, target))
    return None


def _as_destination(written: str, link: str, place: Span | None, target: str) -> str:
    """Return a path as a Markdown destination, encoded as the one it replaces was."""
    if place is None:
        return target
    if link[place.start - 1 : place.start] == "<":
        return re.sub(r"[<>\\%#]", lambda found: quote(found[0], safe=""), target)
    if any(ord(char) > 127 for char in target) and _PERCENT.search(written) and written.isascii():
        return quote(target, safe="/!$&*+,;=@~'")
    return _NEEDS_PERCENT.sub(lambda found: quote(found[0], safe=""), target)


def _from_json(written: str) -> str | None:
    try:
        plain = json.loads(f'"{written}"', strict=False)
    except ValueError:
        return None
    return plain if isinstance(plain, str) else None


def _to_json(plain: str) -> str:
    return json.dumps(plain, ensure_ascii=False)[1:-1]


def _sound(renaming: Renaming, opened: NoteText, links: Sequence[Link], edits: Sequence[Edit]) -> list[Edit]:
    """Return the edits after which every link of the note leads where it should, without those that break one."""
    if not edits or _leads_right(renaming, opened, links, edits):
        return list(edits)
    return [edit for edit in edits if _leads_right(renaming, opened, links, [edit], only=edit)]


def _leads_right(
    renaming: Renaming, opened: NoteText, links: Sequence[Link], edits: Sequence[Edit], only: Edit | None = None
) -> bool:
    """Say whether the edited note has the same links, each leading where it led (``only``: the one that is edited)."""
    source = renaming.moved(opened.path)
    try:
        content = opened.decoded.encode(apply_edits(opened.decoded.exact, edits))
    except UnicodeEncodeError:
        return False
    again = _links_on_disk(NoteText(opened.path, content))
    if len(again) != len(links):
        return False
    for was, now in zip(links, again, strict=True):
        led = renaming.before.resolve(was.target, source=opened.path) if was.target else None
        same = (was.kind, was.heading, was.block_id, was.alias) == (now.kind, now.heading, now.block_id, now.alias)
        is_edited = only is None or was.span.start <= only.span.start < was.span.end
        if not same or (
            led is not None and is_edited and renaming.after.resolve(now.target, source=source) != renaming.moved(led)
        ):
            return False
    return True
