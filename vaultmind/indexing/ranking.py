"""Whose vectors are made first: how many links lead to each note."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping

from vaultmind.domain.link import NotePath, name_key
from vaultmind.ports import Catalog

_NOTES_PER_PAUSE = 500


def count_backlinks(catalog: Catalog, between: Callable[[], object]) -> Mapping[NotePath, int]:
    """Return for every note about how many links lead to it, by its name alone: enough to say what is wanted first.

    ``between`` is called every few hundred notes, since a large vault takes seconds.
    """
    named: dict[str, list[NotePath]] = defaultdict(list)
    counts = Counter(dict.fromkeys(catalog.stamps(), 0))
    for path in counts:
        named[_link_key(path)].append(path)
    for number, (_, links) in enumerate(catalog.iter_links(), 1):
        for link in links:
            for path in named.get(_link_key(link.target), ()):
                counts[path] += 1
        if number % _NOTES_PER_PAUSE == 0:
            between()
    return counts


def _link_key(target: str) -> str:
    return name_key(target.rpartition("/")[2]).removesuffix(".md")
