"""One command that makes what people install on this system: ``make bundle``.

The bundle is a folder with its own Python (3.12 or later), Qt, the model host with Vulkan and the converted embedding
model, so that it runs on a machine that has none of them. On Linux it is packed as a tar with an installer and as a
``.deb``. Times inside the packages are that of the commit, so that the same commit gives the same archives.
``--here`` tries it with what is installed beside this Python, of whatever version: nothing is fetched for that.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGING = ROOT / "packaging"
OLDEST = (3, 12)
MODEL = "multilingual-e5-small"


def main() -> int:
    """Build what was asked for into ``dist``; return 1 with one sentence when that cannot be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", help="a Python of 3.12 or later to build with (default: the newest that is found)")
    parser.add_argument("--work", type=Path, default=ROOT / "build", help="where the build may keep its things")
    parser.add_argument("--dist", type=Path, default=ROOT / "dist", help="where the packages go")
    parser.add_argument("--only-folder", action="store_true", help="freeze the folder and make no packages of it")
    parser.add_argument("--here", action="store_true", help="freeze what this Python has, to try it, and fetch nothing")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    work, dist = args.work.absolute(), args.dist.absolute()
    if args.inside:
        return _pack(work, dist, only_folder=args.only_folder)
    python = sys.executable if args.here else find_python(args.python)
    if python is None:
        print("A bundle is built with Python 3.12 or later: name one with --python.", file=sys.stderr)
        return 1
    inside = _environment_of_here(work) if args.here else _environment(python, work)
    told = ["--inside", "--work", str(work), "--dist", str(dist), *(["--only-folder"] if args.only_folder else [])]
    _run([inside, "-I", str(Path(__file__)), *told])
    return 0


def find_python(named: str | None = None) -> str | None:
    """Return a CPython of 3.12 or later, the newest that this machine's names lead to."""
    candidates = [named] if named else ["python3.13", "python3.12", sys.executable, "python3"]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    if not named:
        candidates += sorted((str(path) for path in pyenv.glob("3.1[23].*/bin/python")), reverse=True)
    for candidate in candidates:
        found = shutil.which(candidate)
        if found is None:
            continue
        check = f"import ensurepip, sys; sys.exit(not {OLDEST} <= sys.version_info[:2] < (3, 14))"
        if subprocess.run([found, "-c", check], check=False, capture_output=True).returncode == 0:
            return found
    return None


def _environment(python: str, work: Path) -> str:
    """Return the Python of an environment that holds the locked packages, the builder and this very tree."""
    lock = (PACKAGING / "requirements-bundle.txt").read_bytes()
    folder = work / f"environment-{hashlib.sha256(lock + python.encode()).hexdigest()[:12]}"
    inside = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip = [str(inside), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    if not (folder / "complete").exists():
        _run([python, "-m", "venv", "--clear", str(folder)])
        _run([*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(PACKAGING / "requirements-bundle.txt")])
        (folder / "complete").touch()
    _run([*pip, "--no-index", "--no-deps", "--no-build-isolation", "--force-reinstall", str(ROOT)])
    return str(inside)


def _environment_of_here(work: Path) -> str:
    """Return the Python of an environment that holds this very tree as it is installed, and else what this one has."""
    folder = work / "environment-here"
    _run([sys.executable, "-m", "venv", "--clear", "--without-pip", str(folder)])
    inside = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    asked = [str(inside), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = Path(subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip())
    (packages / "here.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    # PyInstaller leaves a package's libraries beside it only where it knows the folder as one of packages.
    os.environ["PYTHONUSERBASE"] = sys.prefix
    _run([sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(work / "wheel")])
    for wheel in (work / "wheel").glob("*.whl"):
        zipfile.ZipFile(wheel).extractall(packages)
    return str(inside)


def _pack(work: Path, dist: Path, *, only_folder: bool) -> int:
    """Freeze this environment's VaultMind, and make the packages of this system of it where they are wanted."""
    os.environ["SOURCE_DATE_EPOCH"] = str(commit_time())
    os.environ["PYTHONHASHSEED"] = "0"
    os.environ["VAULTMIND_BUILD"] = str(work)
    sys.path.insert(0, str(PACKAGING))
    import icons  # noqa: PLC0415 (Pillow and Qt are in the build's environment)
    import licences  # noqa: PLC0415

    version = _version()
    pictures = work / "icons"
    icons.draw(ROOT / "resources" / "icons" / "vaultmind.svg", pictures)
    (work / "version.txt").write_text(version_resource(version), encoding="utf-8")
    began = time.monotonic()
    freezing = [sys.executable, "-P", "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    places = ["--distpath", str(dist), "--workpath", str(work / "frozen")]
    # Not in the tree, whose package has its resources elsewhere than the installed one.
    _run([*freezing, *places, str(PACKAGING / "vaultmind.spec")], folder=work)
    bundle = dist / "vaultmind"
    require_resources(bundle)
    weights = _add_model(bundle)
    taken = (work / "libraries.txt").read_text(encoding="utf-8").splitlines()
    licences.collect(bundle / "licences", weights=weights, libraries=[Path(name) for name in taken])
    size = sum(path.stat().st_size for path in bundle.rglob("*") if path.is_file() and not path.is_symlink())
    print(f"bundle: {bundle}: {size / 1e6:.0f} MB, frozen in {time.monotonic() - began:.0f} s", flush=True)
    if sys.platform == "linux" and not only_folder:
        import linux_packages  # noqa: PLC0415

        for package in linux_packages.make(bundle, pictures, dist, version=version, moment=commit_time()):
            print(f"package: {package}: {package.stat().st_size / 1e6:.0f} MB", flush=True)
    return 0


def require_resources(bundle: Path) -> None:
    """Raise ``SystemExit`` with what is missing where the frozen folder does not hold every file of ``resources``."""
    inside = bundle / "_internal" / "vaultmind" / "_resources"
    files = [path.relative_to(ROOT / "resources") for path in (ROOT / "resources").rglob("*") if path.is_file()]
    missing = [name.as_posix() for name in files if not (inside / name).is_file()]
    if missing:
        raise SystemExit(f"The bundle is not whole, {len(missing)} files are missing, the first is {missing[0]}.")


def _add_model(bundle: Path) -> list[tuple[str, str]]:
    """Put the converted embedding model where the bundle looks for shipped models; return its name and licence."""
    from vaultmind import api  # noqa: PLC0415 (of the environment that is being frozen)

    shelf = api.open_models()
    model = next((one for one in shelf.installed() if one.name == MODEL), None) or shelf.pull(MODEL)
    target = bundle / "_internal" / "vaultmind" / "_resources" / "models" / Path(model.path).name
    shutil.copytree(model.path, target, dirs_exist_ok=True)
    return [(entry.name, entry.license) for entry in shelf.known() if entry.name == MODEL]


def commit_time() -> int:
    """Return when the tree's commit was made, in seconds since 1970 (without git: pyproject.toml)."""
    asked = subprocess.run(
        ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"], check=False, capture_output=True, text=True
    )
    return int(asked.stdout or (ROOT / "pyproject.toml").stat().st_mtime)


def version_resource(version: str) -> str:
    """Return the version resource of a Windows program, in PyInstaller's form."""
    numbers = tuple(int(part) for part in [*version.split(".")[:3], "0"])
    template = (PACKAGING / "windows" / "version.txt.in").read_text(encoding="utf-8")
    return template.replace("@NUMBERS@", repr(numbers)).replace("@VERSION@", version)


def _version() -> str:
    from vaultmind import __version__  # noqa: PLC0415

    return __version__


def _run(command: list[str], *, folder: Path = ROOT) -> None:
    print("$", " ".join(command), flush=True)
    environment = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "PYTHONHOME"}}
    subprocess.run(command, check=True, cwd=folder, env=environment)


if __name__ == "__main__":
    sys.exit(main())
