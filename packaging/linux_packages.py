"""The Linux packages, made of the frozen folder: a tar with an installer, and a ``.deb``."""

import gzip
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import icons
from archives import archive, machine

ROOT = Path(__file__).resolve().parents[1]
LINUX = ROOT / "packaging" / "linux"
ID = "io.github.vaultmind.VaultMind"
# What Qt loads at run time and does not bring.
NEEDS = (
    "libc6 (>= 2.34), libegl1, libgl1, libxkbcommon0, libxkbcommon-x11-0, libdbus-1-3, libfontconfig1, libglib2.0-0 | "
    "libglib2.0-0t64, libxcb-cursor0, libxcb-icccm4, libxcb-keysyms1, libxcb-shape0, libxcb-xkb1, libxcb-image0, "
    "libxcb-render-util0, libxcb-xinerama0, libgomp1, libstdc++6"
)


def make(bundle: Path, pictures: Path, dist: Path, *, version: str, moment: int) -> Iterator[Path]:
    """Yield the packages as they are done."""
    tar = _tar(bundle, pictures, dist, version=version, moment=moment)
    yield tar
    yield _flatpak_manifest(tar)
    if shutil.which("dpkg-deb"):
        yield _deb(bundle, pictures, dist, version=version, moment=moment)


def metainfo(version: str, moment: int) -> str:
    """Return the AppStream metadata of this version."""
    text = (LINUX / f"{ID}.metainfo.xml").read_text(encoding="utf-8")
    return text.replace("@VERSION@", version).replace("@DATE@", datetime.fromtimestamp(moment, UTC).date().isoformat())


def _tar(bundle: Path, pictures: Path, dist: Path, *, version: str, moment: int) -> Path:
    name = f"vaultmind-{version}-linux-{machine()}"
    folder = dist / name
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "icons").mkdir(parents=True)
    shutil.copytree(bundle, folder / "vaultmind", symlinks=True)
    for file in ("install.sh", f"{ID}.desktop"):
        shutil.copy2(LINUX / file, folder / file)
    (folder / f"{ID}.metainfo.xml").write_text(metainfo(version, moment), encoding="utf-8")
    for size in icons.SIZES:
        shutil.copy(pictures / f"{size}.png", folder / "icons")
    shutil.copy(ROOT / "resources" / "icons" / "vaultmind.svg", folder / "icons")
    target = dist / f"{name}.tar.xz"
    archive(folder, target, name=name, moment=moment)
    shutil.rmtree(folder)
    return target


def _flatpak_manifest(tar: Path) -> Path:
    """Write the manifest that makes a Flatpak of the archive beside it."""
    with tar.open("rb") as packed:
        checksum = hashlib.file_digest(packed, "sha256").hexdigest()
    text = (LINUX / f"{ID}.yml").read_text(encoding="utf-8")
    target = tar.with_name(f"{ID}.yml")
    target.write_text(text.replace("@ARCHIVE@", tar.name).replace("@SHA256@", checksum), encoding="utf-8")
    return target


def _deb(bundle: Path, pictures: Path, dist: Path, *, version: str, moment: int) -> Path:
    folder = dist / "deb"
    shutil.rmtree(folder, ignore_errors=True)
    share = folder / "usr" / "share"
    for place in (
        folder / "DEBIAN",
        folder / "usr" / "bin",
        share / "applications",
        share / "metainfo",
        share / "doc" / "vaultmind",
    ):
        place.mkdir(parents=True)
    shutil.copytree(bundle, folder / "usr" / "lib" / "vaultmind", symlinks=True)
    (folder / "usr" / "bin" / "vaultmind").symlink_to("../lib/vaultmind/vaultmind")
    shutil.copy(LINUX / f"{ID}.desktop", share / "applications")
    (share / "metainfo" / f"{ID}.metainfo.xml").write_text(metainfo(version, moment), encoding="utf-8")
    for size in icons.SIZES:
        place = share / "icons" / "hicolor" / f"{size}x{size}" / "apps"
        place.mkdir(parents=True)
        shutil.copy(pictures / f"{size}.png", place / f"{ID}.png")
    scalable = share / "icons" / "hicolor" / "scalable" / "apps"
    scalable.mkdir(parents=True)
    shutil.copy(ROOT / "resources" / "icons" / "vaultmind.svg", scalable / f"{ID}.svg")
    shutil.copy(ROOT / "LICENSE", share / "doc" / "vaultmind" / "copyright")
    with gzip.GzipFile(share / "doc" / "vaultmind" / "changelog.gz", "wb", mtime=moment) as packed:
        packed.write((ROOT / "CHANGELOG.md").read_bytes())
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()) // 1024
    (folder / "DEBIAN" / "control").write_text(
        f"Package: vaultmind\nVersion: {version}\nArchitecture: {machine()}\nSection: text\nPriority: optional\n"
        f"Maintainer: The VaultMind developers <developers@vaultmind.invalid>\nInstalled-Size: {size}\n"
        f"Depends: {NEEDS}\n"
        "Recommends: xdg-utils, libvulkan1\n"
        "Description: companion for Obsidian that answers from your notes\n"
        " Finds by words, meaning and links, in Russian and English, and answers with a\n"
        " citation for every statement. Everything stays on this machine.\n",
        encoding="utf-8",
    )
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o111 else 0o644)
    for path in [folder, *folder.rglob("*")]:
        os.utime(path, (moment, moment), follow_symlinks=False)
    target = dist / f"vaultmind_{version}_{machine()}.deb"
    # Every dpkg beside such a C library reads zstd.
    command = ["dpkg-deb", "--build", "--root-owner-group", "-Zzstd", "-z9", str(folder), str(target)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(moment)}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    shutil.rmtree(folder)
    return target
