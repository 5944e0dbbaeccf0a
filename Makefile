# What people run. `make run` needs python3 (3.11 to 3.13) and nothing else.

PYTHON ?= python3
INSTALL = @command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is not installed."; exit 1; }; \
	$(PYTHON) config/install.py

.DEFAULT_GOAL := help
.PHONY: help run test lint lock bench spam-report

help:
	@echo "make run    install into .venv, set up, serve   (PORT=9000 make run: another port)"
	@echo "make test   every test, on SQLite and then on PostgreSQL"
	@echo "make lint   style, formats and types"
	@echo "make lock   write the requirements files anew from pyproject.toml"
	@echo "make bench  how fast the site is, beside a program that does nothing   (BENCH=--quick: a glance)"
	@echo "make spam-report   how the spam filter does on texts that it was never taught"

run:
	$(INSTALL)
	@.venv/bin/python manage.py firstrun --demo
	@exec .venv/bin/python manage.py serve

# TEST_DATABASE_URL names the PostgreSQL server of the second half; without it the tests start one.
test:
	$(INSTALL) --dev
	@env -u TEST_DATABASE_URL .venv/bin/python -m pytest -q -n auto
	@.venv/bin/python -m tests.postgresql -q -n auto -m "not browser"

lint:
	$(INSTALL) --dev
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@git ls-files 'templates/*.html' | xargs .venv/bin/djade --check --target-version 5.2
	@.venv/bin/mypy

lock:
	$(INSTALL) --dev
	@for lock in "requirements.txt" "requirements-s3.txt --extra s3" \
			"requirements-dev.txt --extra s3 --group dev"; do \
		.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
			--no-header pyproject.toml --output-file $$lock || exit 1; \
	done

# BENCH_DATABASE_URL names a PostgreSQL server; without it one is started, where it is installed.
bench:
	$(INSTALL) --dev
	@.venv/bin/python -m tests.bench $(BENCH)

spam-report:
	$(INSTALL) --dev
	@.venv/bin/python -m tests.spam_report
