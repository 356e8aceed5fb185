"""What ships with the program is found in the source tree and in an installed wheel."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from vaultmind.adapters.bundled import resource
from vaultmind.domain.errors import VaultMindError

ROOT = Path(__file__).resolve().parents[2]


def test_it_is_found_in_the_source_tree() -> None:
    assert (resource("sample_vault") / "Сад.md").is_file()


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(VaultMindError, match="nothing_like_it"):
        resource("nothing_like_it")


def test_it_is_found_in_an_installed_wheel(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    installed = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(installed)  # what an installer does
    program = f"""
import sys
sys.path.insert(0, {str(installed)!r})
from vaultmind.adapters.bundled import resource
print(resource("sample_vault"))
"""
    found = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, encoding="utf-8"
    )
    assert Path(found.stdout.strip()) == installed / "vaultmind" / "_resources" / "sample_vault"
