# hazardkb: two commands matter, `make run` and `make test`; everything they need is installed into .venv.
PYTHON ?= python3
PORT ?= 8000
JOBS ?= 2
VENV := .venv
BIN := $(VENV)/bin
SHARED := $(wildcard ../shared)

# The real manual and law texts, where this checkout stands beside them; a user's own folder wins.
ifneq ($(SHARED),)
export HAZARDKB_MANUAL ?= $(abspath $(SHARED)/manual)
export HAZARDKB_LAWS ?= $(abspath $(SHARED)/regulations)
export HAZARDKB_BENCH ?= $(abspath $(SHARED)/bench)
endif

.PHONY: run test coverage lint corpus docs golden eval bench lock wheelhouse clean

run: $(VENV)/.run  ## install, compile the knowledge base, serve it and print the address
	@$(BIN)/python hazardkb.py serve --port $(PORT) --with-manual

test: lint  ## everything: style, types, all tests
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile

coverage: $(VENV)/.dev  ## all tests once more with the lines and branches they reach; takes twice the time
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --cov --cov-report=term:skip-covered

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

corpus: $(VENV)/.run  ## check every record of corpus/, beside the official rows when the manual is there
	$(BIN)/python hazardkb.py check

docs: $(VENV)/.dev  ## write the generated pages of docs/
	$(BIN)/python -m tests.tools.write_docs

golden: $(VENV)/.dev  ## write the golden files anew; read the diff before committing
	HAZARDKB_UPDATE_GOLDEN=1 $(BIN)/python -m pytest tests -k golden

eval: $(VENV)/.dev  ## how well search answers the judged queries, by class, and what changed since the last release
	$(BIN)/python -m tests.relevance.evaluate

bench: $(VENV)/.dev  ## print the benchmarks; nothing here can fail a build
	$(BIN)/pip install -q --require-hashes -r requirements-bench.lock
	for file in bench/*.py; do PYTHONPATH=. $(BIN)/python $$file; done

lock: $(VENV)/.dev  ## pin every dependency with its hashes
	$(BIN)/pip install -q uv
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-strip-extras --no-header --no-annotate pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-strip-extras --no-header --no-annotate --extra test --extra ocr pyproject.toml -o requirements-dev.lock
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-strip-extras --no-header --no-annotate --extra test --extra ocr --extra bench pyproject.toml -o requirements-bench.lock

wheelhouse: $(VENV)/.dev  ## a folder to carry to a plant without internet: wheels of everything
	$(BIN)/pip wheel -q --require-hashes -r requirements.lock -w wheelhouse
	$(BIN)/python -m build --wheel --outdir wheelhouse .

clean:
	rm -rf $(VENV) dist build wheelhouse .mypy_cache .ruff_cache .coverage

$(VENV)/.python:
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: requirements.lock | $(VENV)/.python
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock | $(VENV)/.python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/.run
