# `just check` is what a commit has to pass; `just ci` is what the server runs.

# format, lint, types, import contracts, fast tests
check:
    ruff format .
    ruff check .
    mypy
    lint-imports
    pytest -m "not browser" -n auto --maxprocesses 4 --dist worksteal

# everything a clean clone must pass
ci:
    bash .ci/run

# the pages as a site, build/site/index.html; what does not resolve is an error
docs:
    python -m sphinx -W --keep-going -q -c docs -d build/doctrees . build/site

# the fast tests with the oldest dependencies that pyproject.toml allows
test-minimum:
    bash .ci/versions lowest-direct

# the same with the locked ones
test-locked:
    bash .ci/versions locked

# the lock files anew, with the newest of everything (`pip install uv` first)
lock:
    uv pip compile pyproject.toml --extra png --universal --generate-hashes --upgrade --no-header -q -o requirements.lock
    uv pip compile pyproject.toml --extra dev --universal --generate-hashes --upgrade --no-header -q -o requirements-dev.lock

# what is known against the locked versions
audit:
    bash .ci/audit

# what is released, built and tried
release:
    bash .ci/release

# the figures of docs/performance.md
bench:
    python -m tests.benchmarks

# every cell of the notebooks
notebooks:
    pytest tests/integration/test_notebooks.py
