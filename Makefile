# Two commands matter: `make demo` shows what VaultMind does, `make test` checks that it does.
# Both set everything up first (scripts/setup.sh), and do no set-up twice.

PYTHON ?=
export PYTHON
RUN := .venv/bin/python

.NOTPARALLEL:
.PHONY: demo test setup soak bench lock clean

demo: setup
	@$(RUN) scripts/demo.py

test: setup
	@$(RUN) scripts/check.py

setup: .venv/complete

.venv/complete: requirements.txt pyproject.toml scripts/setup.sh
	@sh scripts/setup.sh

# Long runs that print their counts; `make test` has the short forms of the same tests.
soak: setup
	@$(RUN) -m pytest -m soak --timeout=0 -rA tests

# Timings and sizes, printed and never asserted.
bench: setup
	@for script in benchmarks/[a-z]*.py; do echo "== $$script"; $(RUN) "$$script" || exit 1; done

# Writes requirements.txt anew from pyproject.toml, for every system and Python at once.
lock: setup
	@$(RUN) -m pip install --quiet uv
	@$(RUN) -m uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--custom-compile-command "make lock" pyproject.toml --extra llm --group dev --output-file requirements.txt

clean:
	rm -rf .venv .demo build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
