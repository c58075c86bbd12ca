# Every target sets up what it needs: a private uv in .tools, .venv from the lock file (Node, too),
# the page's libraries in web/node_modules, a trained model.
.DEFAULT_GOAL := help
.PHONY: help setup play shell test screenshots transcripts check rasa-test bench bench-moves lock clean

export RASA_TELEMETRY_ENABLED := false
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export TF_CPP_MIN_LOG_LEVEL := 3
export PYTHONWARNINGS := ignore
export PYTHONPATH := $(CURDIR)
# Processors round differently; with the same kernels, training gives the same tagger everywhere.
ifneq ($(shell grep -m1 -o avx2 /proc/cpuinfo 2>/dev/null),)
export OPENBLAS_CORETYPE := Haswell
endif

UV := .tools/bin/uv
PYTHON := .venv/bin/python
INSTALLED := .venv/.installed
PAGE := web/node_modules/.package-lock.json
MODEL := models/sparring.tar.gz
TAUGHT := $(shell find data/nlu -name '*.yml') data/rules.yml config.yml domain.yml \
	addons/move_tagger.py $(addprefix sparring/,tagger.py clauses.py embedding.py examples.py moves.py ngrams.py)

help: ## this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 10

setup: $(MODEL) $(PAGE) ## install and train, nothing else

play: $(MODEL) $(PAGE) ## practise in the browser (in the terminal: .venv/bin/sparring play)
	@$(PYTHON) -m sparring serve

shell: $(MODEL) ## practise in the Rasa shell
	@$(PYTHON) -m sparring shell

test: $(MODEL) $(PAGE) ## run all tests
	$(PYTHON) -m pytest

screenshots: $(MODEL) $(PAGE) ## take pictures of all pages into docs/screenshots
	$(PYTHON) -m pytest --screenshots tests/web/test_appearance.py::test_screenshots

transcripts: $(MODEL) ## write what the tests expect of whole sessions anew; then review the diff
	$(PYTHON) -m pytest --rewrite-transcripts tests/test_transcripts.py \
		tests/test_ghosts.py::test_the_better_answer_has_the_better_result

check: $(MODEL) ## lint, types, content, and what Rasa checks
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	$(PYTHON) -m sparring check
	$(PYTHON) -m rasa data validate --fail-on-warnings

rasa-test: $(MODEL) ## run Rasa's own conversation tests
	$(PYTHON) -m rasa test core --stories tests/test_stories.yml --out .rasa/results --fail-on-prediction-errors

bench-moves: $(MODEL) ## measure how well replies are understood; COMMIT=1 sets the floors for CI
	$(PYTHON) -m tests.bench_moves $(if $(COMMIT),--commit)

bench: $(MODEL) ## measure latency, training, memory and speed
	$(PYTHON) -m tests.bench

lock: $(UV) ## resolve the dependencies anew
	$(UV) pip compile --quiet --generate-hashes --no-header --python-version 3.10 --extra dev \
		pyproject.toml -o requirements.lock

clean: ## remove all that was made
	rm -rf .tools .venv models .rasa web/node_modules

$(UV):
	python3 -m venv .tools
	.tools/bin/python -m pip install --quiet --disable-pip-version-check uv

$(INSTALLED): requirements.lock pyproject.toml | $(UV)
	test -x $(PYTHON) || $(UV) venv --quiet --python 3.10 .venv
	$(UV) pip sync --quiet --compile-bytecode --require-hashes --python $(PYTHON) requirements.lock
	$(UV) pip install --quiet --no-deps --no-build-isolation --python $(PYTHON) --editable .
	touch $@

# npm is that of the virtual environment, and so is its node.
$(PAGE): web/package-lock.json $(INSTALLED)
	cd web && PATH="$(CURDIR)/.venv/bin:$$PATH" npm ci --ignore-scripts --loglevel=error
	touch $@

# `make check` validates; here it would double the reading of the data.
$(MODEL): $(INSTALLED) $(TAUGHT)
	$(PYTHON) -m addons.quiet_rasa train --quiet --skip-validation --fixed-model-name sparring
	touch $@
	@$(PYTHON) -m sparring check > /dev/null || true # remembers what it heard: the next one is quick
