# Everything here makes its own environment first, and may be run again and again.
#   make env    the environment alone: .venv, from pinned versions
#   make demo   the nurse's first visit, and a fall
#   make test   the tests
#   make check  what must hold before a change is handed in
#   make mutants  every small break of the forms and rules that come along, and those that no case notices (minutes)
#   make laws   the laws of the language over many thousands of generated programs
#   make bench  what it costs, beside its peers: benchmarks/RESULTS.md (BENCH=--quick: a short run, printed)
#   make pythons  the tests on every supported Python that is found

PYTHON ?= python3
VENV   ?= .venv
RUN    := $(VENV)/bin
TESTS  ?= -n auto

LAWS   := tests/laws tests/execution/test_equal_executors.py tests/syntax/test_expression_fuzz.py

PINS   := requirements/dev.txt requirements/durable.txt pyproject.toml
READY  := $(VENV)/.ready-$(shell cat $(PINS) | cksum | cut -d' ' -f1)
SPARK  := $(VENV)/.spark-$(shell cksum < requirements/spark.txt | cut -d' ' -f1)

.PHONY: env demo test check mutants laws bench pythons lock clean
.DELETE_ON_ERROR:

env: $(READY)

demo: $(READY)
	@$(RUN)/decisionsupport demo

test: $(READY) $(SPARK)
	@$(RUN)/python -m pytest -W error $(TESTS)

check: $(READY) $(SPARK)
	$(RUN)/ruff format --check .
	$(RUN)/ruff check .
	$(RUN)/mypy
	$(RUN)/lint-imports --no-cache
	$(RUN)/decisionsupport format --check forms rules examples
	$(RUN)/decisionsupport validate forms rules
	$(RUN)/decisionsupport test forms rules
	$(RUN)/decisionsupport coverage forms rules --count rule --count row --count entry --count band --fail-under 100
	$(RUN)/decisionsupport mutate forms rules --every 25 --fail-under 90
	$(RUN)/decisionsupport docs forms rules --out docs/packs --check
	$(RUN)/decisionsupport diff --git HEAD forms rules || echo "the packs are not as committed: above is what that means"
	$(RUN)/python -m pytest -W error $(TESTS)

mutants: $(READY)
	@$(RUN)/decisionsupport mutate forms rules --fail-under 95

laws: $(READY)
	@HYPOTHESIS_PROFILE=long EXPRESSION_FUZZ=400000 $(RUN)/python -m pytest -W error $(TESTS) $(LAWS)

bench: .venv-bench/.ready
	@.venv-bench/bin/python -m benchmarks $(BENCH)

# The peers live in an environment of their own; those from npm only where there is npm.
.venv-bench/.ready: benchmarks/requirements.txt benchmarks/node/package.json requirements/dev.txt pyproject.toml
	@echo "making .venv-bench"
	@$(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check \
		-r benchmarks/requirements.txt -c requirements/dev.txt -e . > .venv-bench/pip.log 2>&1 || { cat .venv-bench/pip.log; exit 2; }
	@if command -v npm > /dev/null; then \
		npm install --prefix benchmarks/node --no-audit --no-fund --no-package-lock --silent; \
	else \
		echo "there is no npm: going on without the peers from it"; \
	fi
	@touch $@

pythons: $(READY)
	@$(RUN)/nox

lock: $(READY)
	@{ head -1 requirements/dev.txt; $(RUN)/pip freeze --exclude-editable --exclude decisionsupport \
		| grep -vi '^durable' | grep -vxFf requirements/spark.txt; } > requirements/dev.txt.new && mv requirements/dev.txt.new requirements/dev.txt

clean:
	rm -rf $(VENV) .venv-bench benchmarks/node/node_modules .nox build dist

PIP    := $(RUN)/python -m pip install --quiet --disable-pip-version-check

$(READY): $(PINS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or later is needed: make PYTHON=/path/to/python3.11"; exit 2; }
	@test -x $(RUN)/python || { echo "making $(VENV)"; $(PYTHON) -m venv $(VENV); }
	@$(PIP) -r requirements/dev.txt > $(VENV)/pip.log 2>&1 || { cat $(VENV)/pip.log; exit 2; }
	@$(PIP) --no-deps --no-build-isolation -e . > $(VENV)/pip.log 2>&1 || { cat $(VENV)/pip.log; exit 2; }
	@if $(RUN)/python -c 'import sys; sys.exit(sys.version_info >= (3, 13))'; then \
		$(PIP) -r requirements/durable.txt > $(VENV)/durable.log 2>&1 \
			|| echo "durable-rules could not be built (see $(VENV)/durable.log): going on without that executor"; \
	else \
		echo "durable-rules does not work on Python 3.13 and later: going on without that executor"; \
	fi
	@rm -f $(VENV)/.ready-*
	@touch $@

# Spark is large, and only its tests need it.
$(SPARK): $(READY) requirements/spark.txt
	@if command -v java > /dev/null; then \
		$(PIP) -r requirements/spark.txt > $(VENV)/spark.log 2>&1 \
			|| echo "PySpark could not be installed (see $(VENV)/spark.log): going on without Spark"; \
	else \
		echo "there is no Java: going on without Spark"; \
	fi
	@rm -f $(VENV)/.spark-*
	@touch $@
