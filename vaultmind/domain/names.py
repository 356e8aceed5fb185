"""Where a link text leads: one pure rule over the names of a vault, Obsidian's order."""

from bisect import bisect_left, insort
from collections.abc import Iterable

from vaultmind.domain.damage import target_as_written
from vaultmind.domain.link import Link, NotePath, name_key


class VaultNames:
    """Every file of a vault by the names a link may use; ``add`` and ``discard`` keep it current.

    A look-up costs the logarithm of how many files share the name, an entry a few hundred bytes.
    """

    def __init__(self, paths: Iterable[NotePath] = ()) -> None:
        self._by_path: dict[str, NotePath | list[NotePath]] = {}
        self._by_name: dict[str, NotePath | _Namesakes] = {}
        self._by_tail: dict[str, NotePath | _Namesakes] = {}
        for path in paths:
            self.add(path)

    def __contains__(self, path: NotePath) -> bool:
        return path in _all(self._by_path.get(name_key(path)))

    def add(self, path: NotePath) -> None:
        """Let links find ``path``."""
        key = name_key(path)
        known = self._by_path.get(key)
        if known is None:
            self._by_path[key] = path
        elif path in _all(known):
            return
        else:
            self._by_path[key] = sorted((*_all(known), path))
        for table, name in ((self._by_name, _last(key, 1)), (self._by_tail, _last(key, 2))):
            other = table.get(name)
            if other is None:
                table[name] = path
            elif isinstance(other, _Namesakes):
                other.add(path)
            else:
                table[name] = _Namesakes((other, path))

    def discard(self, path: NotePath) -> None:
        """Let links no longer find ``path``."""
        key = name_key(path)
        left = [other for other in _all(self._by_path.get(key)) if other != path]
        if len(left) == len(_all(self._by_path.get(key))):
            return
        if left:
            self._by_path[key] = left[0] if len(left) == 1 else left
        else:
            del self._by_path[key]
        for table, name in ((self._by_name, _last(key, 1)), (self._by_tail, _last(key, 2))):
            known = table[name]
            if isinstance(known, _Namesakes):
                known.discard(path)
                if len(known) == 1:
                    table[name] = known.shortest()
            else:
                del table[name]

    def resolve(self, target: str, *, source: NotePath) -> NotePath | None:
        """Return the file to which a link with the path ``target`` leads from ``source``, or ``None``.

        ``""`` is the source itself; ``./``, ``../`` and ``/`` ask for one place. Else an exact path from the root
        wins, then what lies under the folder of the source, then the rest, each by the shortest path. A name without
        an extension is a note. Case does not matter, save where files differ in nothing else.
        """
        if not target:
            return source
        folder = source.rpartition("/")[0]
        exact_only = False
        if target.startswith(("./", "../")):
            absolute = join_path(folder, target)
            if absolute is None:
                return None
            target, exact_only = absolute, True
        elif target.startswith("/"):
            target, exact_only = target[1:], True
        key = name_key(target)
        name = _last(key, 1)
        wanted = (key, f"{key}.md") if "." in name else (f"{key}.md",)
        for path_key in wanted:
            found = self._exact(path_key, target)
            if found is None and not exact_only:
                found = self._by_ending(path_key, target, folder)
            if found is not None:
                return found
        return None

    def resolve_link(self, link: Link, *, source: NotePath) -> NotePath | None:
        """Return the file to which a link leads; one whose damage was undone may lead to a file damaged alike."""
        found = self.resolve(link.target, source=source)
        if found is None and (written := target_as_written(link)) is not None:
            found = self.resolve(written, source=source)
        return found

    def named_like(self, path: NotePath) -> int:
        """Return how many files a link with the bare name of ``path`` could mean."""
        known = self._by_name.get(_last(name_key(path), 1))
        return len(known) if isinstance(known, _Namesakes) else int(known is not None)

    def _exact(self, path_key: str, written: str) -> NotePath | None:
        known = self._by_path.get(path_key)
        if known is None or isinstance(known, str):
            return known
        return _closest(known, written)

    def _by_ending(self, ending: str, written: str, folder: str) -> NotePath | None:
        deep = ending.count("/")
        table = self._by_tail if deep else self._by_name
        known = table.get(_last(ending, 2) if deep else ending)
        if known is None:
            return None
        suffix = f"/{ending}" if deep > 1 else ""
        if isinstance(known, _Namesakes):
            return known.best(suffix, written, name_key(folder))
        return known if not suffix or name_key(known).endswith(suffix) else None


class _Namesakes:
    """Two or more files of one name, in both orders that are asked for."""

    __slots__ = ("_by_key", "_by_length")

    def __init__(self, paths: Iterable[NotePath]) -> None:
        self._by_key = sorted((name_key(path), path) for path in paths)
        self._by_length = sorted((len(path), key, path) for key, path in self._by_key)

    def __len__(self) -> int:
        return len(self._by_key)

    def add(self, path: NotePath) -> None:
        key = name_key(path)
        insort(self._by_key, (key, path))
        insort(self._by_length, (len(path), key, path))

    def discard(self, path: NotePath) -> None:
        key = name_key(path)
        del self._by_key[bisect_left(self._by_key, (key, path))]
        del self._by_length[bisect_left(self._by_length, (len(path), key, path))]

    def shortest(self) -> NotePath:
        return self._by_length[0][2]

    def best(self, suffix: str, written: str, folder: str) -> NotePath | None:
        """Return the shortest under ``folder``, else of all, among those that end in ``suffix``."""
        if folder:
            first = bisect_left(self._by_key, (f"{folder}/",))
            last = bisect_left(self._by_key, (f"{folder}0",))
            near = sorted((len(path), key, path) for key, path in self._by_key[first:last])
            found = _shortest(near, suffix, written)
            if found is not None:
                return found
        return _shortest(self._by_length, suffix, written)


def _shortest(entries: Iterable[tuple[int, str, NotePath]], suffix: str, written: str) -> NotePath | None:
    """Return the first entry that ends in ``suffix``; of several of one length the one spelled as ``written``."""
    ties: list[NotePath] = []
    length = -1
    for size, key, path in entries:
        if ties and size > length:
            break
        if key.endswith(suffix):
            length = size
            ties.append(path)
    return _closest(ties, written) if ties else None


def _closest(paths: list[NotePath], written: str) -> NotePath:
    """Return the path that is spelled as ``written``, else the first."""
    for path in paths:
        for name in (written, f"{written}.md"):
            if path == name or path.endswith(f"/{name}"):
                return path
    return paths[0]


def _all(known: NotePath | list[NotePath] | None) -> list[NotePath]:
    if known is None:
        return []
    return known if isinstance(known, list) else [known]


def _last(key: str, count: int) -> str:
    """Return the last one or two parts of a path."""
    cut = key.rfind("/")
    if count == 2 and cut >= 0:
        cut = key.rfind("/", 0, cut)
    return key[cut + 1 :]


def join_path(folder: str, relative: str) -> str | None:
    """Return the path that ``./`` and ``../`` lead to, ``None`` above the root."""
    parts = [part for part in folder.split("/") if part]
    for part in relative.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
