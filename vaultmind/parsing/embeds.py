"""Embeds, expanded when a passage is read: the index keeps ``![[Note]]`` as written (decision 10)."""

import re
from collections.abc import Callable

from vaultmind.domain.link import NotePath
from vaultmind.domain.subpath import find_subpath
from vaultmind.parsing.inline import split_wikilink
from vaultmind.parsing.language import estimate_tokens
from vaultmind.parsing.reading import Prose, ReadNote

Resolve = Callable[[str, NotePath], NotePath | None]
"""Returns where a target written in a note leads, or ``None``."""

Read = Callable[[NotePath], ReadNote | None]
"""Returns a note as it is on disk now, or ``None`` where it cannot be read."""

_EMBED = re.compile(r"!\[\[([^\[\]\r\n]{1,1000})\]\]")


def expand_embeds(text: str, *, source: NotePath, resolve: Resolve, read: Read, largest_tokens: int = 1000) -> str:
    """Return ``text`` with each embedded note, heading or block in the place of its ``![[…]]``.

    Each is shown once, and what is embedded in it stays as written, so notes that embed each other end. Embeds of
    other files, of nothing, and of more than ``largest_tokens`` in all stay as written too.
    """
    shown: set[tuple[NotePath, str | None, str | None]] = set()
    left = largest_tokens

    def expanded(embed: re.Match[str]) -> str:
        nonlocal left
        target, heading, block_id, _ = split_wikilink(embed[1])
        path = resolve(target, source) if target else source
        key = (path or NotePath(""), heading, block_id)
        if path is None or not path.lower().endswith(".md") or key in shown:
            return embed[0]
        note = read(path)
        content = _content(note.prose[0], heading, block_id) if note is not None and note.prose else None
        tokens = estimate_tokens(content) if content else 0
        if not content or tokens > left:
            return embed[0]
        shown.add(key)
        left -= tokens
        return content

    return _EMBED.sub(expanded, text)


def _content(prose: Prose, heading: str | None, block_id: str | None) -> str | None:
    """Return what an embed shows: the body, the section of a heading, or a block without its identifier."""
    span = find_subpath(prose.note, heading=heading, block_id=block_id)
    return span.of(prose.text).strip() if span is not None else None
