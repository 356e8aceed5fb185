"""The workflow of a release: what it runs anyone can run here; one place for the version, pinned actions."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

import vaultmind

ROOT = Path(__file__).resolve().parents[2]
WORKFLOW = ROOT / ".github" / "workflows" / "release.yml"

pytestmark = pytest.mark.skipif(not WORKFLOW.is_file(), reason="an sdist has no workflows")


@pytest.fixture(scope="module")
def jobs() -> dict[str, Any]:
    return dict(yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"])


def steps(jobs: dict[str, Any], key: str) -> list[str]:
    return [step[key] for job in jobs.values() for step in job["steps"] if key in step]


def test_every_system_has_its_job_and_the_draft_waits_for_all(jobs: dict[str, Any]) -> None:
    built = {name: job["runs-on"] for name, job in jobs.items() if name != "draft"}

    assert built == {"wheel": "ubuntu-22.04", "linux": "ubuntu-22.04", "windows": "windows-2022", "macos": "macos-14"}
    assert set(jobs["draft"]["needs"]) == set(built)
    assert all(job.get("needs", "wheel") == "wheel" for name, job in jobs.items() if name != "draft")


def test_every_action_is_pinned_to_a_commit_and_its_version_is_said() -> None:
    used = re.findall(r"uses: (\S+)(.*)", WORKFLOW.read_text(encoding="utf-8"))

    assert len(used) > 10
    assert [name for name, said in used if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", name)] == []
    assert [name for name, said in used if not re.fullmatch(r" # v\d+\.\d+\.\d+", said)] == []


def test_what_is_made_is_made_by_the_commands_of_the_makefile(jobs: dict[str, Any]) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = dict(re.findall(r"^([a-z-]+):.*\n((?:\t.*\n)+)", makefile, re.MULTILINE))
    runs = steps(jobs, "run")

    made = {name for run in runs for name in re.findall(r"\bmake ([a-z-]+)", run)}
    assert made == {"test", "test-bundle", "wheel", "bundle"}
    assert made <= targets.keys()
    scripts = {name for run in runs for name in re.findall(r"packaging/[\w./-]+", run)}
    assert "packaging/bundle.py" in scripts
    assert "packaging/bundle.py" in targets["bundle"]
    assert [name for name in scripts if not (ROOT / name).is_file()] == []


def test_its_python_can_build_a_bundle(jobs: dict[str, Any]) -> None:
    oldest = re.search(r"^OLDEST = \((\d+), (\d+)\)", (ROOT / "packaging/bundle.py").read_text("utf-8"), re.MULTILINE)
    named = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["env"]["PYTHON_VERSION"]

    assert oldest is not None
    assert tuple(map(int, named.split("."))) >= tuple(map(int, oldest.groups()))
    chosen = [
        step["with"]["python-version"] for job in jobs.values() for step in job["steps"] if "setup-python" in str(step)
    ]
    assert chosen == ["${{ env.PYTHON_VERSION }}"] * 4


def test_no_version_of_the_program_stands_in_it_and_the_tag_must_be_it(jobs: dict[str, Any]) -> None:
    assert vaultmind.__version__ not in re.sub(r"# v[\d.]+", "", WORKFLOW.read_text(encoding="utf-8"))
    assert any('hatchling version)" = "$GITHUB_REF_NAME"' in run for run in steps(jobs, "run"))


def test_only_the_draft_may_write_and_nothing_is_published_by_itself(jobs: dict[str, Any]) -> None:
    text = WORKFLOW.read_text(encoding="utf-8")

    assert yaml.safe_load(text)["permissions"] == {"contents": "read"}
    assert [name for name, job in jobs.items() if "permissions" in job] == ["draft"]
    assert "--draft" in text
    assert "pypi" not in text.lower()
    assert text.count("persist-credentials: false") == text.count("actions/checkout@")
