# Everything a newcomer needs: `make demo` to try Cairn, `make test` to prove it.
PYTHON ?= python3
PORT ?= 8080
BIN = .venv/bin

.PHONY: demo test check format bench kill-test lock clean

.venv/runtime: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Cairn needs Python 3.11 or newer; try: make PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

.venv/dev: .venv/runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

demo: .venv/runtime  ## start the sandbox and the bot; PORT= to choose
	$(BIN)/cairn demo --port $(PORT)

test: .venv/dev  ## every test
	$(BIN)/python -m pytest -n 2 --dist loadgroup

check: .venv/dev  ## what CI runs: format, lint, types, import contracts, tests with coverage
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/cairn prompts check
	$(BIN)/python -m pytest -n 2 --dist loadgroup --cov --cov-report=term

format: .venv/dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: .venv/dev  ## write the versions that are installed now
	$(BIN)/python -m pip freeze --exclude-editable | LC_ALL=C sort --ignore-case > constraints.txt

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
