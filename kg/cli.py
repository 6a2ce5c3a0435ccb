"""The door: names the commands, and says of an error what the user can mend."""

from __future__ import annotations

import sys

import typer

from kg.commands import (
    asking,
    checking,
    comparing,
    curating,
    discovering,
    fetching,
    making,
    ontology,
    serving,
    training,
    watching,
)
from kg.options import Version
from kg.printing import complaint

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)


@app.callback()
def common(
    version: Version = False,
) -> None:
    """Read biomedical abstracts into an evidence-backed knowledge graph.

    kg build example --out my-graph        the shipped example abstracts

    kg show my-graph IL-2                  what the graph knows, with sentences
    """


for _command in (
    fetching.fetch,
    making.build,
    making.annotate,
    making.assemble,
    watching.watch,
    asking.query,
    asking.export,
    asking.explore,
    asking.show,
    discovering.paths,
    discovering.discover,
    comparing.diff,
    serving.serve,
    checking.check,
    curating.curate,
    making.evaluate,
):
    app.command()(_command)
app.command(name="list")(asking.list_)
app.add_typer(discovering.analyse, name="analyse")
app.add_typer(ontology.app, name="ontology")
app.add_typer(training.app, name="train")


def main() -> None:
    """Run the command line: what the user can mend is one line, exit 1 (2 for wrong usage).

    Anything else is our bug and shows its traceback.
    """
    try:
        sys.exit(app(sys.argv[1:] or ["--help"], prog_name="kg", standalone_mode=False) or 0)
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(130)  # as shells say of a program that Ctrl-C ended; whoever pressed it need not be told
    except Exception as error:
        told, code = complaint(error)
        if not told:
            raise
        print(f"kg: {told}", file=sys.stderr)
        sys.exit(code)


if __name__ == "__main__":
    main()
