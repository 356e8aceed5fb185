"""The program's picture in the forms that systems ask for, all drawn from one SVG."""

import os
import sys
from io import BytesIO
from pathlib import Path

SIZES = (16, 24, 32, 48, 64, 128, 256, 512)


def draw(svg: Path, folder: Path) -> None:
    """Write ``SIZE.png`` for every size, ``vaultmind.ico`` and ``vaultmind.icns`` into ``folder``."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PIL import Image  # noqa: PLC0415 (both are only in the build's environment)
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt  # noqa: PLC0415
    from PySide6.QtGui import QGuiApplication, QImage, QPainter  # noqa: PLC0415
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415

    application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    folder.mkdir(parents=True, exist_ok=True)
    renderer = QSvgRenderer(str(svg))
    pictures = {}
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        held = QByteArray()
        buffer = QBuffer(held)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")
        data = bytes(held.data())
        (folder / f"{size}.png").write_bytes(data)
        pictures[size] = Image.open(BytesIO(data)).convert("RGBA")
    largest = pictures[512]
    largest.save(folder / "vaultmind.ico", sizes=[(size, size) for size in SIZES if size <= 256])
    largest.save(folder / "vaultmind.icns", append_images=[pictures[size] for size in (32, 64, 128, 256)])
    del application


if __name__ == "__main__":
    draw(Path(sys.argv[1]), Path(sys.argv[2]))
