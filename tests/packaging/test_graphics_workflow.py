"""The workflow of the graphics runtimes: started by hand, by the locks, and red where a test was skipped."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
WORKFLOW = ROOT / ".github" / "workflows" / "graphics.yml"

pytestmark = pytest.mark.skipif(not WORKFLOW.parent.is_dir(), reason="an sdist has no workflows")


@pytest.fixture(scope="module")
def steps() -> list[dict[str, Any]]:
    (job,) = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"].values()
    return list(job["steps"])


def test_it_is_started_by_hand_alone_and_may_only_read() -> None:
    told = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))

    assert told[True] == {"workflow_dispatch": {}}  # yaml takes the key "on" for a truth
    assert told["permissions"] == {"contents": "read"}


def test_its_actions_are_those_of_the_release_and_no_credentials_stay() -> None:
    text = WORKFLOW.read_text(encoding="utf-8")
    pinned = re.compile(r"uses: ([\w-]+/[\w-]+@[0-9a-f]{40} # v[\d.]+)$", re.MULTILINE)

    assert len(pinned.findall(text)) == text.count("uses:") == 2
    assert set(pinned.findall(text)) <= set(pinned.findall(WORKFLOW.with_name("release.yml").read_text("utf-8")))
    assert text.count("persist-credentials: false") == text.count("actions/checkout@")


def test_it_installs_the_extra_by_the_locks_on_a_python_that_it_has_wheels_for(steps: list[dict[str, Any]]) -> None:
    runs = "\n".join(step.get("run", "") for step in steps)
    python = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["env"]["PYTHON_VERSION"]

    assert tuple(map(int, python.split("."))) >= (3, 12)
    assert "mesa-vulkan-drivers" in runs
    assert runs.index("make setup-dev") < runs.index("--require-hashes -r packaging/requirements-bundle.txt")
    assert '--no-index --no-build-isolation -e ".[gpu-vulkan]"' in runs
    assert re.search(
        r"^cyllama-vulkan==", (ROOT / "packaging/requirements-bundle.txt").read_text("utf-8"), re.MULTILINE
    )


def test_a_test_that_was_skipped_fails_it(steps: list[dict[str, Any]]) -> None:
    tested = [step for step in steps if "pytest" in step.get("run", "")]
    run = [re.search(r"pytest (.+) \| tee (\S+)", step["run"]) for step in tested]

    assert [found and found[1] for found in run] == [
        "-m vulkan -rs tests/adapters/test_graphics_device.py",
        "-rs tests/contracts/test_language_model.py -k cyllama",
    ]
    for step, found in zip(tested, run, strict=True):
        assert step["shell"] == "bash"  # with -o pipefail, so that a failed test is not hidden by tee
        assert found is not None
        assert f"if grep -q SKIPPED {found[2]}; then exit 1; fi" in step["run"]
