"""The site builds without a warning: every page is in the navigation, every link and anchor leads somewhere."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(not (ROOT / "mkdocs.yml").exists(), reason="an sdist has no site")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    said = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, env=environment)
    assert said.returncode == 0, said.stdout + said.stderr
    return folder


def test_it_is_there_in_both_languages(site: Path) -> None:
    assert '<html lang="en"' in (site / "index.html").read_text(encoding="utf-8")
    assert '<html lang="ru"' in (site / "ru" / "index.html").read_text(encoding="utf-8")


def test_every_page_for_people_is_there_in_both_languages() -> None:
    written = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    navigation = written[written.index("\nnav:") : written.index("  - For developers:")]
    pages = [ROOT / "docs" / name for name in re.findall(r"[\w-]+\.md$", navigation, re.MULTILINE)]

    assert len(pages) > 10
    assert [page.name for page in pages if page.name != "README.md" and not page.with_suffix(".ru.md").exists()] == []


def test_it_fetches_nothing_from_elsewhere(site: Path) -> None:
    fetched = re.compile(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=\"?(https?:)?//", re.IGNORECASE)

    pages = list(site.rglob("*.html"))

    assert len(pages) > 10
    assert [page.name for page in pages if fetched.search(page.read_text(encoding="utf-8"))] == []


def test_every_picture_it_shows_is_in_it(site: Path) -> None:
    for page in site.rglob("*.html"):
        shown = re.findall(r'<img[^>]+src="([^":]+)"', page.read_text(encoding="utf-8"))
        assert all((page.parent / name).resolve().exists() for name in shown), page
