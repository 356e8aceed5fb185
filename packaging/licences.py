"""The licences of everything that is in a bundle: Python packages, Python itself, the weights, system libraries."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import Distribution, distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_NAMES = ("LICEN", "COPYING", "NOTICE")
_FIRST_WORDS = (("MIT License", "MIT"), ("Apache License", "Apache-2.0"), ("BSD", "BSD"))


def collect(folder: Path, *, weights: Sequence[tuple[str, str]], libraries: Sequence[Path]) -> None:
    """Write each part's licence text into ``folder``, and ``licences.json``: rows of name, version and licence.

    ``weights`` are names and licences of models, ``libraries`` are files of this system that were taken along. Raises
    ``SystemExit`` where a part has no licence that could be found.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "LICENSE", folder / "VaultMind.txt")
    rows = [_of_distribution(one, folder) for one in distributions()]
    rows.append(_of_python(folder))
    rows += [{"name": name, "version": "", "licence": licence} for name, licence in weights]
    rows += list(_of_system(libraries, folder))
    rows.sort(key=lambda row: row["name"].casefold())
    unknown = [row["name"] for row in rows if not row["licence"]]
    if unknown:
        raise SystemExit(f"No licence was found of {', '.join(unknown)}.")
    (folder / "licences.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")


def _of_distribution(one: Distribution, folder: Path) -> dict[str, str]:
    texts = [
        Path(str(file.locate())).read_text(encoding="utf-8", errors="replace")
        for file in one.files or ()
        if any(word in file.name.upper() for word in _NAMES) and file.suffix not in {".py", ".pyc"}
    ]
    name = one.metadata["Name"]
    if texts:
        (folder / f"{name}.txt").write_text("\n\n".join(texts), encoding="utf-8")
    said = one.metadata.get("License-Expression") or one.metadata.get("License") or ""
    classifiers = one.metadata.get_all("Classifier") or ()
    classified = ", ".join(line.rsplit("::", 1)[-1].strip() for line in classifiers if line.startswith("License"))
    read = next((short for words, short in _FIRST_WORDS for text in texts if words in text[:300]), "")
    return {"name": name, "version": one.version, "licence": said.split("\n")[0] or classified or read}


def _of_python(folder: Path) -> dict[str, str]:
    version = ".".join(map(str, sys.version_info[:3]))
    base = Path(sys.base_prefix)
    found = [
        *base.glob("LICENSE*.txt"),
        *base.glob("lib/python3*/LICENSE.txt"),
        *base.glob("share/doc/python3*/copyright"),
    ]
    if found:
        shutil.copy(found[0], folder / "Python.txt")
    return {"name": "Python", "version": version, "licence": "PSF-2.0"}


def _of_system(libraries: Sequence[Path], folder: Path) -> Iterator[dict[str, str]]:
    """Yield a row for each of the distribution's packages that these files are of; nothing where there is no dpkg."""
    if shutil.which("dpkg-query") is None:
        return
    for package in sorted({name for path in libraries if (name := _owner(path))}):
        copyright_ = Path("/usr/share/doc") / package.split(":")[0] / "copyright"
        text = copyright_.read_text(encoding="utf-8", errors="replace") if copyright_.is_file() else ""
        if text:
            (folder / f"{package.split(':')[0]}.txt").write_text(text, encoding="utf-8")
        short = sorted(set(re.findall(r"^License: *(\S.*)$", text, re.MULTILINE)))
        asked = ["dpkg-query", "-W", "-f", "${Version}", package]
        version = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
        said = ", ".join(short) or ("as its text says" if text else "")
        yield {"name": package.split(":")[0], "version": version, "licence": said}


def _owner(path: Path) -> str:
    """Return the package of the distribution that a file belongs to, or ``""``."""
    real = path.resolve()
    for name in (real, Path(str(real).removeprefix("/usr"))):  # it is listed by the name it was packed under
        said = subprocess.run(["dpkg-query", "-S", str(name)], check=False, capture_output=True, text=True).stdout
        if said:
            return said.split("\n")[0].rpartition(": ")[0].split(",")[0]
    return ""
