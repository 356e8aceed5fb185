"""Take pictures of every place: light and dark, English and Russian, in every state that a scene module arranges.

python scripts/screenshots.py                  the set kept in docs/pictures: light in English, dark in Russian
python scripts/screenshots.py --out DIR --all  every look into another folder
python scripts/screenshots.py --only links     the scenes whose name begins so
"""

import argparse
import importlib
import io
import os
import pkgutil
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # a scene's model is that of the tests

import scenes
from PIL import Image
from PySide6.QtCore import QBuffer, QEvent, QPoint
from PySide6.QtGui import QCursor, QFont, QPixmap
from PySide6.QtWidgets import QApplication, QWidget
from scenes.stage import Scene, Stage, VaultKind
from vaultmind_ui.appearance import Appearance
from vaultmind_ui.bridge import Bridge
from vaultmind_ui.main_window import MainWindow
from vaultmind_ui.shell import Shell
from vaultmind_ui.translation import Translation

from vaultmind import api

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "docs" / "pictures"
NOTES_OF_THE_LARGE_VAULT = 10_000
Look = tuple[Literal["light", "dark"], Literal["en", "ru"]]
LOOKS: tuple[Look, ...] = (("light", "en"), ("dark", "ru"))
ALL_LOOKS: tuple[Look, ...] = (*LOOKS, ("light", "ru"), ("dark", "en"))


def main() -> int:
    """Take the pictures that were asked for and print where they are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=KEPT)
    parser.add_argument("--only", default="", help="the beginning of the scenes' names")
    parser.add_argument("--all", action="store_true", help="both languages in both themes")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    wanted = [scene for scene in all_scenes() if scene.name.startswith(asked.only)]
    failed: list[str] = []
    app = QApplication(sys.argv[:1])
    app.setFont(QFont("Sans Serif", 10))
    with tempfile.TemporaryDirectory(prefix="vaultmind-pictures-") as scratch:
        os.environ["VAULTMIND_CONFIG"] = str(Path(scratch) / "settings.toml")
        Path(os.environ["VAULTMIND_CONFIG"]).write_text('[embedding]\nmodel = "off"\n', encoding="utf-8")
        os.environ["VAULTMIND_CACHE"] = str(Path(scratch) / "cache")
        for kind in dict.fromkeys(scene.vault for scene in wanted):
            vault = make_vault(kind, Path(scratch))
            for theme, language in ALL_LOOKS if asked.all else LOOKS:
                with opened(app, vault, Path(scratch) / "data", theme, language) as stage:
                    for scene in (one for one in wanted if one.vault == kind):
                        try:
                            print(take(scene, stage, asked.out / f"{scene.name}-{theme}-{language}.png"), flush=True)
                        except (TimeoutError, AssertionError) as problem:
                            failed.append(f"{scene.name}-{theme}-{language}: {problem}")
    print("\n".join(failed))
    return 1 if failed else 0


def all_scenes() -> Iterator[Scene]:
    """Yield the scenes of every module in the folder ``scenes``."""
    for module in sorted(one.name for one in pkgutil.iter_modules(scenes.__path__) if one.name != "stage"):
        yield from importlib.import_module(f"scenes.{module}").scenes()


@contextmanager
def opened(app: QApplication, vault: Path, data: Path, theme: str, language: str) -> Iterator[Stage]:
    """Show a window on a vault; leave it whole again."""
    translation = Translation(app, language)  # type: ignore[arg-type]
    appearance = Appearance(app, mode=theme)  # type: ignore[arg-type]

    def open_session(root: Path | None) -> api.Session:
        return api.open_vault(vault=root, data=data, catch_up=False)

    window = MainWindow(Shell(Bridge(), appearance, translation, open_session, data=data))
    stage = Stage(window, vault, language)
    reported: list[api.IndexReport] = []
    window.shell.bridge.index_reported.connect(reported.append)
    window.show()
    window.shell.open_vault(vault)
    stage.until(lambda: bool(reported), patience_s=600)
    try:
        yield stage
    finally:
        window.close()
        window.shell.bridge.close(20)
        window.deleteLater()
        app.styleHints().colorSchemeChanged.disconnect()
        translation.use("en")


def take(scene: Scene, stage: Stage, file: Path) -> str:
    """Arrange a scene, write its picture, undo it; return the file with its size."""
    stage.window.resize(*scene.size)
    QCursor.setPos(stage.window.mapToGlobal(QPoint(2, stage.window.height() - 2)))  # over nothing that lights up
    for entered in stage.window.findChildren(QWidget):  # as the window appeared; without a screen nothing tells it
        if entered.underMouse():
            QApplication.sendEvent(entered, QEvent(QEvent.Type.Leave))
    stage.window.status_line.said.clear()  # what was said in the scene before
    undo = scene.arrange(stage)
    stage.settle()
    save_small((scene.shown(stage) if scene.shown is not None else stage.window).grab(), file)
    if undo is not None:
        undo()
    return f"{file} ({file.stat().st_size // 1024} kB)"


def save_small(picture: QPixmap, file: Path) -> None:
    """Write a picture as a PNG of at most 256 colours."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.ReadWrite)
    picture.save(buffer, "PNG")
    with Image.open(io.BytesIO(buffer.data().data())) as whole:
        few = whole.convert("RGB").quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(file, optimize=True)


def make_vault(kind: VaultKind, scratch: Path) -> Path:
    """Return the folder of a vault of that kind, made now if it was not."""
    names = {"sample": "Apple orchard", "empty": "New vault", "large": "Ten thousand"}
    vault = scratch / names[kind]
    if vault.exists():
        return vault
    if kind == "sample":
        shutil.copytree(api.resource("sample_vault"), vault)
        return vault
    vault.mkdir()
    if kind == "large":
        for number in range(NOTES_OF_THE_LARGE_VAULT):
            folder = vault / f"{number // 500:02d}"
            folder.mkdir(exist_ok=True)
            (folder / f"Note {number:05d}.md").write_text(_note(number), encoding="utf-8")
    return vault


def _note(number: int) -> str:
    total = NOTES_OF_THE_LARGE_VAULT
    linked = ((number * 7919 + 13) % total, (number // 10) % total, (number * 31 + 7) % total)
    links = ", ".join(f"[[Note {one:05d}]]" for one in linked if one != number)
    text = f"The {number}th of many notes, made for a picture. It leads to {links}. #part{number % 40}"
    return f"# Note {number:05d}\n\n{text}\n"


if __name__ == "__main__":
    sys.exit(main())
