# Two commands matter: `make demo` shows what VaultMind does, `make test` checks that it does.
# Both set everything up first (scripts/setup.sh), and do no set-up twice.

PYTHON ?=
export PYTHON
RUN := .venv/bin/python

.NOTPARALLEL:
.PHONY: demo docs test test-bundle setup setup-dev soak bench screenshots wheel bundle lock clean

demo: setup
	@sh scripts/setup.sh -window
	@$(RUN) scripts/demo.py

test: setup-dev
	@$(RUN) scripts/check.py

setup: .venv/complete
setup-dev: .venv/complete-dev

.venv/complete: requirements.txt pyproject.toml scripts/setup.sh
	@sh scripts/setup.sh

.venv/complete-dev: requirements-dev.txt .venv/complete
	@sh scripts/setup.sh -dev

# Long runs that print their counts; `make test` has the short forms of the same tests.
soak: setup-dev
	@$(RUN) -m pytest -m soak --timeout=0 -rA tests

# Freezes the program and uses it as somebody does who has nothing, window and all; prints its size and start.
test-bundle: setup-dev
	@$(RUN) -m pytest -m bundle tests/packaging/test_bundle.py

# Timings and sizes, printed and never asserted.
bench: setup-dev
	@for script in benchmarks/[a-z]*.py; do echo "== $$script"; $(RUN) "$$script" || exit 1; done

# Pictures of every place of the window, into docs/pictures.
screenshots: setup-dev
	@$(RUN) scripts/screenshots.py

# Writes the locks anew from pyproject.toml, for every system and Python at once; the smaller is a part of the larger.
# Versions that still fit are kept: UPGRADE=--upgrade takes the newest of all, UPGRADE="--upgrade-package NAME" of one.
UPGRADE ?=
COMPILE = $(RUN) -m uv pip compile --quiet --universal --generate-hashes --custom-compile-command "make lock" \
	pyproject.toml --extra llm
lock: setup
	@$(RUN) -m pip install --quiet uv
	@$(COMPILE) --python-version 3.11 $(UPGRADE) --group dev --output-file requirements-dev.txt
	@$(COMPILE) --python-version 3.11 --group build --constraints requirements-dev.txt --output-file requirements.txt
	@$(COMPILE) --python-version 3.12 --extra desktop --group bundle --constraints requirements-dev.txt \
		--output-file packaging/requirements-bundle.txt

# The documents as a site, in site/.
docs: setup-dev
	@NO_MKDOCS_2_WARNING=1 $(RUN) -m mkdocs build --strict --quiet

# The wheel and the sdist, in dist/.
wheel: setup-dev
	@$(RUN) -m hatchling build --directory dist

# What people install on this system, made in dist/: see packaging/bundle.py.
bundle:
	@python=$$(command -v python3 || echo .venv/bin/python); "$$python" packaging/bundle.py

clean:
	rm -rf .venv .demo build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
