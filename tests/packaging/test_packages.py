"""What is packed: this system's packages for real, the configuration of the others as far as it can be read here."""

import ast
import configparser
import hashlib
import os
import plistlib
import re
import runpy
import shutil
import subprocess
import sys
import tarfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import yaml

import vaultmind
from vaultmind.cli.arguments import build_parser

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
ID = "io.github.vaultmind.VaultMind"
MOMENT = 1_700_000_000

pytestmark = pytest.mark.skipif(not PACKAGING.is_dir(), reason="an sdist has no packaging folder")


@pytest.fixture(scope="module")
def builder() -> Iterator[ModuleType]:
    """Return ``packaging/linux_packages.py``, with ``packaging/bundle.py`` as its neighbour."""
    sys.path.insert(0, str(PACKAGING))
    import linux_packages  # type: ignore[import-not-found]

    yield linux_packages
    sys.path.remove(str(PACKAGING))


@pytest.fixture(scope="module")
def pictures(builder: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("PySide6.QtSvg", reason="Qt cannot be loaded here")
    folder = tmp_path_factory.mktemp("pictures")
    script = f"import sys; sys.path.insert(0, {str(PACKAGING)!r}); import icons; from pathlib import Path; "
    script += f"icons.draw(Path({str(ROOT / 'resources/icons/vaultmind.svg')!r}), Path({str(folder)!r}))"
    subprocess.run([sys.executable, "-c", script], check=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
    return folder


@pytest.fixture
def small_bundle(tmp_path: Path) -> Path:
    """Return a folder in the shape of a frozen one, whose program says what it is."""
    bundle = tmp_path / "bundle" / "vaultmind"
    (bundle / "_internal").mkdir(parents=True)
    program = bundle / "vaultmind"
    program.write_text('#!/bin/sh\necho "I am the bundle: $*" | tee -a "${TOLD:-/dev/null}"\n')
    program.chmod(0o755)
    (bundle / "_internal" / "library.so").write_bytes(b"\x7fELF")
    return bundle


def packed(builder: ModuleType, bundle: Path, pictures: Path, dist: Path) -> dict[str, Path]:
    dist.mkdir()
    made = builder.make(bundle, pictures, dist, version="1.2.3", moment=MOMENT)
    return {path.suffix: path for path in made}


class TestLinux:
    def test_one_tree_makes_the_same_bytes_twice(
        self, builder: ModuleType, small_bundle: Path, pictures: Path, tmp_path: Path
    ) -> None:
        first = packed(builder, small_bundle, pictures, tmp_path / "one")
        os.utime(small_bundle / "vaultmind", (1, 1))
        second = packed(builder, small_bundle, pictures, tmp_path / "two")

        assert first.keys() == second.keys()
        assert all(first[kind].read_bytes() == second[kind].read_bytes() for kind in first)

    @pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="no dpkg here")
    def test_the_deb_holds_program_entry_icons_and_licence(
        self, builder: ModuleType, small_bundle: Path, pictures: Path, tmp_path: Path
    ) -> None:
        deb = packed(builder, small_bundle, pictures, tmp_path / "dist")[".deb"]

        listing = subprocess.run(["dpkg-deb", "-c", str(deb)], check=True, capture_output=True, text=True).stdout
        control = subprocess.run(["dpkg-deb", "-f", str(deb)], check=True, capture_output=True, text=True).stdout
        assert "./usr/bin/vaultmind -> ../lib/vaultmind/vaultmind" in listing
        assert f"./usr/share/applications/{ID}.desktop" in listing
        assert f"./usr/share/icons/hicolor/512x512/apps/{ID}.png" in listing
        assert "./usr/share/doc/vaultmind/copyright" in listing
        assert all(line.split()[1] == "root/root" for line in listing.splitlines())
        assert "Version: 1.2.3" in control
        assert "libxcb-cursor0" in control

    def test_the_installer_installs_for_one_user_and_takes_it_all_away(
        self, builder: ModuleType, small_bundle: Path, pictures: Path, tmp_path: Path
    ) -> None:
        tar = packed(builder, small_bundle, pictures, tmp_path / "dist")[".xz"]
        subprocess.run(["tar", "-xf", str(tar), "-C", str(tmp_path)], check=True)
        unpacked = next(tmp_path.glob("vaultmind-1.2.3-linux-*"))
        home = tmp_path / "home with blank"
        (home / "Notes").mkdir(parents=True)
        before = sorted(home.rglob("*"))
        environment = {"HOME": str(home), "PATH": "/usr/bin:/bin"}

        subprocess.run([unpacked / "install.sh"], check=True, env=environment, capture_output=True)

        program = home / ".local" / "bin" / "vaultmind"
        said = subprocess.run([program, "search"], check=True, env=environment, capture_output=True, text=True).stdout
        assert said == "I am the bundle: search\n"
        entry = configparser.RawConfigParser()
        entry.optionxform = str  # type: ignore[assignment, method-assign]
        entry.read(home / ".local/share/applications" / f"{ID}.desktop", encoding="utf-8")
        started = home / ".local/share/vaultmind-app/vaultmind"
        assert entry["Desktop Entry"]["Exec"] == f'"{started}" %u'
        assert entry["Desktop Entry"]["TryExec"] == str(started)
        assert entry["Desktop Action quick-ask"]["Exec"] == f'"{started}" toggle'
        session = home / ".config" / "autostart" / f"{ID}.desktop"  # as Settings make it
        session.parent.mkdir(parents=True)
        session.write_text("[Desktop Entry]\n", encoding="utf-8")
        told = {**environment, "TOLD": str(tmp_path / "told")}

        subprocess.run([unpacked / "install.sh", "--remove"], check=True, env=told, capture_output=True)

        assert (tmp_path / "told").read_text(encoding="utf-8") == "I am the bundle: models key --remove\n"
        assert [path for path in sorted(home.rglob("*")) if path not in before] == [
            home / ".local",
            home / ".local" / "share",
        ]

    @pytest.mark.parametrize(
        ("listed", "left"),
        [
            ("[Default Applications]\nx-scheme-handler/vaultmind={id}.desktop\n", None),
            (
                "[Default Applications]\nx-scheme-handler/vaultmind={id}.desktop;\ntext/plain=kate.desktop\n",
                "[Default Applications]\ntext/plain=kate.desktop\n",
            ),
            ("[Default Applications]\n", "[Default Applications]\n"),
        ],
    )
    def test_what_the_desktop_noted_of_it_goes_and_the_rest_stays(
        self, listed: str, left: str | None, tmp_path: Path
    ) -> None:
        file = tmp_path / ".config" / "mimeapps.list"
        file.parent.mkdir()
        file.write_text(listed.format(id=ID), encoding="utf-8")

        subprocess.run(
            [PACKAGING / "linux" / "install.sh", "--remove"],
            check=True,
            env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
            capture_output=True,
        )

        assert (file.read_text(encoding="utf-8") if file.exists() else None) == left
        assert [path.name for path in file.parent.glob("*")] == (["mimeapps.list"] if left else [])

    @pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="no desktop-file-utils here")
    def test_the_desktop_entry_is_valid(self) -> None:
        said = subprocess.run(
            ["desktop-file-validate", PACKAGING / "linux" / f"{ID}.desktop"],
            check=False,
            capture_output=True,
            text=True,
        )

        assert (said.returncode, said.stdout) == (0, "")

    @pytest.mark.skipif(not shutil.which("appstreamcli"), reason="no appstream here")
    def test_the_metadata_is_valid(self, builder: ModuleType, tmp_path: Path) -> None:
        file = tmp_path / f"{ID}.metainfo.xml"
        file.write_text(builder.metainfo("1.2.3", MOMENT), encoding="utf-8")

        said = subprocess.run(
            ["appstreamcli", "validate", "--no-net", file], check=False, capture_output=True, text=True
        )

        assert said.returncode == 0, said.stdout

    def test_the_metadata_names_the_version_it_is_made_for(self, builder: ModuleType) -> None:
        tree = ET.fromstring(builder.metainfo("1.2.3", MOMENT))

        release = tree.find("releases/release")
        assert release is not None
        assert release.attrib == {"version": "1.2.3", "date": "2023-11-14"}
        assert tree.findtext("id") == ID

    def test_the_flatpak_is_of_the_same_name_and_reaches_no_more_than_it_says(self) -> None:
        manifest = yaml.safe_load((PACKAGING / "linux" / f"{ID}.yml").read_text(encoding="utf-8"))

        assert manifest["id"] == ID
        assert manifest["command"] == "vaultmind"
        assert "--filesystem=host" not in manifest["finish-args"]
        installed = " ".join(manifest["modules"][0]["build-commands"])
        assert f"{ID}.desktop" in installed
        assert f"{ID}.metainfo.xml" in installed

    def test_the_flatpak_is_made_of_the_archive_beside_its_manifest(
        self, builder: ModuleType, small_bundle: Path, pictures: Path, tmp_path: Path
    ) -> None:
        made = packed(builder, small_bundle, pictures, tmp_path / "dist")

        (module,) = yaml.safe_load(made[".yml"].read_text(encoding="utf-8"))["modules"]
        (source,) = module["sources"]
        archive = made[".yml"].parent / source["path"]
        assert archive == made[".xz"]
        assert source["sha256"] == hashlib.sha256(archive.read_bytes()).hexdigest()
        with tarfile.open(archive) as opened:
            inside = {name.partition("/")[2] for name in opened.getnames()}  # the builder leaves the first folder out
        taken = [
            words[words.index("-Dm644") + 1] for words in map(str.split, module["build-commands"]) if "-Dm644" in words
        ]
        assert len(taken) >= 4
        assert {*taken, "vaultmind"} <= inside


class TestWhatTheBundleStarts:
    @pytest.mark.parametrize("before", ["/opt/mine", None])
    def test_other_programs_find_their_own_libraries(self, before: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("LD_LIBRARY_PATH", "/usr/lib/vaultmind/_internal")
        monkeypatch.delenv("LD_LIBRARY_PATH_ORIG", raising=False)
        if before is not None:
            monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)
        entry = runpy.run_path(str(PACKAGING / "entry.py"), run_name="entry")

        entry["free_other_programs"]()

        assert os.environ.get("LD_LIBRARY_PATH") == before
        assert "LD_LIBRARY_PATH_ORIG" not in os.environ


class TestOtherSystems:
    def test_every_system_registers_the_same_scheme(self) -> None:
        entry = (PACKAGING / "linux" / f"{ID}.desktop").read_text(encoding="utf-8")
        plist = plistlib.loads((PACKAGING / "macos" / "Info.plist").read_bytes())
        setup = (PACKAGING / "windows" / "vaultmind.iss").read_text(encoding="utf-8")

        assert "MimeType=x-scheme-handler/vaultmind;" in entry
        assert [kind["CFBundleURLSchemes"] for kind in plist["CFBundleURLTypes"]] == [["vaultmind"]]
        assert 'Subkey: "Software\\Classes\\vaultmind\\shell\\open\\command"' in setup
        assert 'ValueName: "URL Protocol"' in setup

    def test_an_uninstalled_program_leaves_no_scheme_no_autostart_and_no_keys_on_windows(self) -> None:
        setup = (PACKAGING / "windows" / "vaultmind.iss").read_text(encoding="utf-8")

        (told,) = re.findall(r'^Filename: "\{app\}\\vaultmind\.exe"; Parameters: "(.+?)"', setup, re.MULTILINE)
        assert setup.index("[UninstallRun]") < setup.index(told)
        asked = build_parser().parse_args(told.split())
        assert (asked.command, asked.action, asked.remove) == ("models", "key", True)
        assert re.search(r'Subkey: "Software\\Classes\\vaultmind";.*uninsdeletekey', setup)
        assert re.search(r'CurrentVersion\\Run"; ValueName: "VaultMind"; Flags: dontcreatekey uninsdeletevalue', setup)

    def test_the_windows_installer_starts_what_the_spec_makes(self) -> None:
        setup = (PACKAGING / "windows" / "vaultmind.iss").read_text(encoding="utf-8")
        spec = (PACKAGING / "vaultmind.spec").read_text(encoding="utf-8")

        assert set(re.findall(r"\{app\}\\([\w-]+)\.exe", setup)) <= set(re.findall(r'program\("([\w-]+)"', spec))

    def test_the_entitlements_are_no_more_than_two(self) -> None:
        rights = plistlib.loads((PACKAGING / "macos" / "entitlements.plist").read_bytes())

        assert {name.rsplit(".", 1)[-1] for name in rights} == {
            "disable-library-validation",
            "allow-unsigned-executable-memory",
        }

    def test_the_version_resource_holds_the_version_as_numbers(self, builder: ModuleType) -> None:
        import bundle  # type: ignore[import-not-found]

        written = bundle.version_resource("1.20.3")

        ast.parse(written)
        assert "filevers=(1, 20, 3, 0)" in written
        assert written.count("'1.20.3'") == 2

    def test_no_package_names_a_version_of_its_own(self) -> None:
        written = {".iss", ".plist", ".desktop", ".in", ".xml", ".yml"}
        files = [path for path in PACKAGING.rglob("*") if path.suffix in written]

        assert len(files) >= 7
        version = re.escape(vaultmind.__version__)
        assert [path.name for path in files if re.search(version, path.read_text(encoding="utf-8"))] == []

    def test_a_bundle_without_a_resource_is_refused(self, builder: ModuleType, tmp_path: Path) -> None:
        import bundle

        inside = tmp_path / "_internal" / "vaultmind" / "_resources"
        shutil.copytree(ROOT / "resources", inside)
        bundle.require_resources(tmp_path)

        (inside / "translations" / "vaultmind_ru.qm").unlink()

        with pytest.raises(SystemExit, match=r"1 files are missing, the first is translations/vaultmind_ru\.qm"):
            bundle.require_resources(tmp_path)
