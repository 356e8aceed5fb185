"""What a bundle says of the licences of its parts: collected here of what is installed here, part by part."""

import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"

pytestmark = pytest.mark.skipif(not PACKAGING.is_dir(), reason="an sdist has no packaging folder")


@pytest.fixture
def licences(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(PACKAGING))
    import licences  # type: ignore[import-not-found]

    yield licences
    sys.modules.pop("licences")


def collected(licences: ModuleType, folder: Path, **more: object) -> dict[str, dict[str, str]]:
    """Return what was collected, by the name of the part, of no more than is given."""
    licences.collect(folder, **{"weights": [], "libraries": [], "packages": [], **more})
    rows = json.loads((folder / "licences.json").read_text("utf-8"))
    return {row["name"]: {**row, "written": (folder / row["text"]).read_text("utf-8")} for row in rows}


def in_the_bundle() -> list[Distribution]:
    """Return what is installed here of the packages that the bundle is made with."""
    lock = (PACKAGING / "requirements-bundle.txt").read_text(encoding="utf-8")
    names = {name.replace("_", "-").lower() for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    return [one for one in distributions() if one.metadata["Name"].replace("_", "-").lower() in names]


def unnamed(folder: Path, metadata: str) -> Distribution:
    """Return a package that brings no file but its metadata."""
    place = folder / "part-1.0.dist-info"
    place.mkdir()
    (place / "METADATA").write_text(f"Metadata-Version: 2.1\nName: part\nVersion: 1.0\n{metadata}", encoding="utf-8")
    return Distribution.at(place)


def test_every_package_of_the_bundle_has_its_licence_and_its_text(licences: ModuleType, tmp_path: Path) -> None:
    packages = in_the_bundle()

    rows = collected(licences, tmp_path, packages=packages)

    assert len(packages) > 50
    assert rows.keys() == {one.metadata["Name"] for one in packages} | {"Python"}
    assert [name for name, row in rows.items() if len(row["written"]) < 100] == []
    assert "OpenCorpora" in rows["pymorphy3-dicts-ru"]["written"]
    assert "Permission is hereby granted" in (tmp_path / "VaultMind.txt").read_text("utf-8")


def test_a_part_that_names_its_licence_and_brings_no_text_is_given_the_text(
    licences: ModuleType, tmp_path: Path
) -> None:
    named = [("weights", "MIT"), ("more", "Apache-2.0"), ("window", "LGPL-3.0-only")]

    rows = collected(licences, tmp_path, weights=named)

    assert "Copyright (c) weights\n" in rows["weights"]["written"]
    assert "VaultMind" not in rows["weights"]["written"]
    assert "Apache License" in rows["more"]["written"][:200]
    assert "may be replaced by another build" in rows["window"]["written"]
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in rows["window"]["written"]
    assert "END OF TERMS AND CONDITIONS" in rows["window"]["written"]  # the General one, which the Lesser adds to


def test_what_was_compiled_into_a_package_is_listed_beside_it(licences: ModuleType, tmp_path: Path) -> None:
    collected(licences, tmp_path, packages=in_the_bundle())

    listed = json.loads((tmp_path / "qdrant-edge-py.cyclonedx.json").read_text("utf-8"))
    assert len(listed["components"]) > 50
    assert all("name" in part for part in listed["components"])


@pytest.mark.parametrize("metadata", ["", "License: Proprietary\n"], ids=["unnamed", "without a text"])
def test_a_part_without_a_licence_or_its_text_is_refused(licences: ModuleType, metadata: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"No licence was found of part\."):
        collected(licences, tmp_path / "licences", packages=[unnamed(tmp_path, metadata)])


@pytest.mark.skipif(not Path("/usr/share/common-licenses").is_dir(), reason="the distribution has no such folder")
def test_a_library_of_the_system_brings_the_licences_it_points_to(licences: ModuleType, tmp_path: Path) -> None:
    found = sorted(Path("/usr/lib").glob("*-linux-gnu/libgcrypt.so.*"))
    if not found:
        pytest.skip("libgcrypt is not here")

    rows = collected(licences, tmp_path, libraries=found[:1])

    (name,) = rows.keys() - {"Python"}
    assert name.startswith("libgcrypt")
    pointed = set(re.findall(r"/usr/share/common-licenses/([\w.-]*\w)", rows[name]["written"]))
    assert pointed
    assert {path.name for path in (tmp_path / "common-licenses").iterdir()} == pointed
