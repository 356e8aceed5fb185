"""Which notes a person excluded in Obsidian (``userIgnoreFilters`` of ``app.json``)."""

from collections.abc import Callable, Sequence

import re2

from vaultmind.domain.link import NotePath, name_key


class Exclusions:
    """Filters as Obsidian writes them: the beginning of a path, or ``/regex/`` found anywhere in it.

    Regular expressions run in linear time. One that cannot be taken excludes nothing and is told in ``notices``.
    """

    def __init__(self, filters: Sequence[str]) -> None:
        notices: list[str] = []
        self._prefixes = tuple(name_key(one) for one in filters if one and not _is_regex(one))
        self._searches: list[Callable[[str], object]] = []
        for one in filters:
            if _is_regex(one):
                try:
                    options = re2.Options()
                    options.log_errors = False
                    self._searches.append(re2.compile(one[1:-1], options).search)
                except re2.error:
                    notices.append(f"Obsidian excludes {one}, which is no regular expression we take.")
        self.notices = tuple(notices)

    def __bool__(self) -> bool:
        return bool(self._prefixes or self._searches)

    def excludes(self, path: NotePath) -> bool:
        """Say whether any filter takes the path."""
        if self._prefixes and name_key(path).startswith(self._prefixes):
            return True
        return any(search(path) for search in self._searches)


def _is_regex(one: str) -> bool:
    return len(one) > 2 and one.startswith("/") and one.endswith("/")
