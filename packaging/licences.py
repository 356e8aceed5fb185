"""The licences of everything that is in a bundle: Python packages, Python itself, the weights, system libraries."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import Distribution, distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TEXTS = ROOT / "packaging" / "licence_texts"
_NAMES = ("LICEN", "COPYING", "NOTICE")
_FIRST_WORDS = (("MIT License", "MIT"), ("Apache License", "Apache-2.0"), ("BSD", "BSD"))
# What a part that names its licence and brings no text is given; the Lesser licence adds to the General one.
_STANDARD = (("LGPL-3.0", ("LGPL-3.0.txt", "GPL-3.0.txt")), ("Apache", ("Apache-2.0.txt",)))
_REPLACEABLE = """\
{name} {version} is used under the GNU Lesser General Public License, version 3. Its libraries lie unchanged and as
files of their own in the folders _internal and _internal/PySide6, where they may be replaced by another build of them.
Sources: https://download.qt.io/official_releases/QtForPython/ and https://download.qt.io/official_releases/qt/; what is
in Qt of others is listed at https://doc.qt.io/qt-6/licenses-used-in-qt.html.
"""
_HOLDS = {
    "pymorphy3-dicts-ru": "The dictionary is that of OpenCorpora (http://opencorpora.org) in the form of pymorphy3, "
    "under Creative Commons Attribution-ShareAlike 3.0: https://creativecommons.org/licenses/by-sa/3.0/.\n"
}
"""What is to be said of data of others that a package holds."""

Row = dict[str, str]


def collect(
    folder: Path,
    *,
    weights: Sequence[tuple[str, str]],
    libraries: Sequence[Path],
    packages: Iterable[Distribution] | None = None,
) -> None:
    """Write each part's licence text into ``folder``, and ``licences.json``: rows of name, version, licence and text.

    ``weights`` are names and licences of models, ``libraries`` are files of this system that were taken along,
    ``packages`` those of this environment unless they are given. Raises ``SystemExit`` where a part has no licence or
    no text of it could be found.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "LICENSE", folder / "VaultMind.txt")
    rows = [_of_distribution(one, folder) for one in (distributions() if packages is None else packages)]
    rows.append(_of_python(folder))
    rows += [_row(folder, name, "", licence, _standard(name, "", licence, name)) for name, licence in weights]
    rows += list(_of_system(libraries, folder))
    rows.sort(key=lambda row: row["name"].casefold())
    unknown = [row["name"] for row in rows if not row["licence"] or not row["text"]]
    if unknown:
        raise SystemExit(f"No licence was found of {', '.join(unknown)}.")
    (folder / "licences.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")


def _row(folder: Path, name: str, version: str, licence: str, texts: Sequence[str]) -> Row:
    """Return a part's row, and keep its text where there is one."""
    file = f"{name}.txt" if texts else ""
    if texts:
        (folder / file).write_text("\n\n".join(texts), encoding="utf-8")
    return {"name": name, "version": version, "licence": licence, "text": file}


def _standard(name: str, version: str, licence: str, author: str) -> list[str]:
    """Return the text of a licence that is only named, for a part by ``author``; nothing where it is not known."""
    for said, files in _STANDARD:
        if said in licence:
            before = [_REPLACEABLE.format(name=name, version=version)] if said == "LGPL-3.0" else []
            return before + [(TEXTS / file).read_text(encoding="utf-8") for file in files]
    if licence.startswith("MIT"):
        ours = (ROOT / "LICENSE").read_text(encoding="utf-8")
        return [re.sub(r"^Copyright .*$", f"Copyright (c) {author}", ours, count=1, flags=re.MULTILINE)]
    return []


def _of_distribution(one: Distribution, folder: Path) -> Row:
    files = one.files or ()
    texts = [
        Path(str(file.locate())).read_text(encoding="utf-8", errors="replace")
        for file in files
        if any(word in file.name.upper() for word in _NAMES) and file.suffix not in {".py", ".pyc"}
    ]
    name = one.metadata["Name"]
    for file in files:
        if "sboms" in file.parts:  # what was compiled into it, each part with its licence
            shutil.copy(Path(str(file.locate())), folder / file.name)
    said = one.metadata.get("License-Expression") or one.metadata.get("License") or ""
    classifiers = one.metadata.get_all("Classifier") or ()
    classified = ", ".join(line.rsplit("::", 1)[-1].strip() for line in classifiers if line.startswith("License"))
    read = next((short for words, short in _FIRST_WORDS for text in texts if words in text[:300]), "")
    licence = said.split("\n")[0] or classified or read
    author = one.metadata.get("Author") or one.metadata.get("Author-email") or f"the authors of {name}"
    texts = texts or _standard(name, one.version, licence, author)
    return _row(folder, name, one.version, licence, [*texts, *([_HOLDS[name]] if name in _HOLDS else [])])


def _of_python(folder: Path) -> Row:
    version = ".".join(map(str, sys.version_info[:3]))
    base = Path(sys.base_prefix)
    found = [
        *base.glob("LICENSE*.txt"),
        *base.glob("lib/python3*/LICENSE.txt"),
        *base.glob("share/doc/python3*/copyright"),
    ]
    text = found[0].read_text(encoding="utf-8", errors="replace") if found else ""
    return _row(
        folder, "Python", version, "PSF-2.0", [text or f"{sys.copyright}\nhttps://docs.python.org/3/license.html"]
    )


def _of_system(libraries: Sequence[Path], folder: Path) -> Iterator[Row]:
    """Yield a row for each of the distribution's packages that these files are of; nothing where there is no dpkg."""
    if shutil.which("dpkg-query") is None:
        return
    for package in sorted({name for path in libraries if (name := _owner(path))}):
        name = package.split(":")[0]
        copyright_ = Path("/usr/share/doc") / name / "copyright"
        text = copyright_.read_text(encoding="utf-8", errors="replace") if copyright_.is_file() else ""
        _copy_common(text, folder)
        short = sorted(set(re.findall(r"^License: *(\S.*)$", text, re.MULTILINE)))
        asked = ["dpkg-query", "-W", "-f", "${Version}", package]
        version = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
        yield _row(folder, name, version, ", ".join(short) or "as its text says", [text] if text else [])


def _copy_common(text: str, folder: Path) -> None:
    """Put beside it the licences that a text only points to, where the distribution keeps each of them once."""
    for name in set(re.findall(r"/usr/share/common-licenses/([\w.-]*\w)", text)):
        kept = Path("/usr/share/common-licenses") / name
        if kept.is_file():
            (folder / "common-licenses").mkdir(exist_ok=True)
            shutil.copy(kept, folder / "common-licenses" / name)


def _owner(path: Path) -> str:
    """Return the package of the distribution that a file belongs to, or ``""``."""
    real = path.resolve()
    for name in (real, Path(str(real).removeprefix("/usr"))):  # it is listed by the name it was packed under
        said = subprocess.run(["dpkg-query", "-S", str(name)], check=False, capture_output=True, text=True).stdout
        if said:
            return said.split("\n")[0].rpartition(": ")[0].split(",")[0]
    return ""
