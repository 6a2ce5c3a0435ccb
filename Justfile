# `just check` is what a commit has to pass; `just ci` is what the server runs.

# format, lint, types, import contracts, fast tests
check:
    ruff format .
    ruff check .
    mypy
    lint-imports
    pytest -m "not browser" -q

# everything a clean clone must pass
ci:
    bash .ci/run

# the pages as a site, build/site/index.html; what does not resolve is an error
docs:
    python -m sphinx -W --keep-going -q -c docs -d build/doctrees . build/site

# the figures of docs/performance.md
bench:
    python -m tests.benchmarks

# every cell of the notebooks
notebooks:
    pytest tests/integration/test_notebooks.py
