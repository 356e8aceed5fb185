"""Bring the window's translations up to date: find every string in the code, and compile what is translated.

    python scripts/translations.py          updates resources/translations/ru/*.ts and en/*.ts, builds the .qm files
    python scripts/translations.py --check  changes nothing; exits 1 where a string is new, unfinished or not compiled

Each folder of ``ui/vaultmind_ui`` has a file of its own; ``shell.ts`` holds the modules beside them. English needs its
plurals alone. The ``.qm`` files are kept with the sources: a wheel must be built where Qt's tools are not.
"""

import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import PySide6

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "ui" / "vaultmind_ui"
TRANSLATIONS = ROOT / "resources" / "translations"
LANGUAGES = ("en", "ru")


def main() -> int:
    """Update, or check; print what is unfinished and return 1 if anything is."""
    if "--check" in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as scratch:
            fresh = Path(scratch) / "translations"
            shutil.copytree(TRANSLATIONS, fresh)
            build(fresh)
            complaints = [*unfinished(fresh), *_stale(fresh)]
    else:
        build(TRANSLATIONS)
        complaints = list(unfinished(TRANSLATIONS))
    print("\n".join(complaints) or "Every string is translated.")
    return 1 if complaints else 0


def build(folder: Path) -> None:
    """Bring the ``.ts`` files of every language in ``folder`` to the strings of the sources, and compile them."""
    for language in LANGUAGES:
        (folder / language).mkdir(parents=True, exist_ok=True)
        for group, files in _groups().items():
            options = ["-no-obsolete", "-locations", "none", "-source-language", "en_US", "-target-language", language]
            plural = ["-pluralonly"] if language == "en" else []
            _run("lupdate", *plural, *options, *map(str, files), "-ts", str(folder / language / f"{group}.ts"))
        for file in (folder / language).glob("*.ts"):
            if file.stem not in _groups() or not _messages(file):
                file.unlink()
        written = sorted(str(file) for file in (folder / language).glob("*.ts"))
        _run("lrelease", "-silent", *written, "-qm", str(folder / f"vaultmind_{language}.qm"))


def unfinished(folder: Path) -> Iterator[str]:
    """Yield a line for each string without its translation, or with too few plural forms."""
    for language in LANGUAGES:
        for file in sorted((folder / language).glob("*.ts")):
            for context, message in _messages(file):
                translation = message.find("translation")
                forms = [] if translation is None else translation.findall("numerusform") or [translation]
                is_done = forms and translation is not None and translation.get("type") is None
                if not is_done or not all((form.text or "").strip() for form in forms):
                    yield f"{file.relative_to(folder)}: {context}: {message.findtext('source')!r} is not translated"


def _groups() -> dict[str, list[Path]]:
    """Return the Python files by the name of their translation file."""
    groups = {"shell": sorted(SOURCES.glob("*.py"))}
    for folder in sorted(one for one in SOURCES.iterdir() if (one / "__init__.py").exists()):
        groups[folder.name] = sorted(folder.rglob("*.py"))
    return groups


def _stale(fresh: Path) -> Iterator[str]:
    for file in sorted(one for one in fresh.rglob("*") if one.is_file()):
        kept = TRANSLATIONS / file.relative_to(fresh)
        if not kept.exists() or kept.read_bytes() != file.read_bytes():
            yield f"{file.relative_to(fresh)} is not up to date: run scripts/translations.py"


def _messages(file: Path) -> list[tuple[str, ET.Element]]:
    contexts = ET.parse(file).getroot().iter("context")  # noqa: S314 (our own file)
    return [(context.findtext("name", ""), message) for context in contexts for message in context.iter("message")]


def _run(tool: str, *arguments: str) -> None:
    program = Path(PySide6.__file__).parent / tool
    done = subprocess.run([str(program), *arguments], check=False, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{tool} failed: {done.stderr.strip()}")


if __name__ == "__main__":
    sys.exit(main())
