"""the command line -> models trained: `kg train mentions`, `kg train relations`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.options import AsJson, Pipeline
from kg.printing import emit, note, put

app = typer.Typer(rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def common(context: typer.Context) -> None:
    """Train a pipeline's model from gold corpora (needs the extra `train`).

    Example: kg train mentions --data ../shared --out my-pipeline/model
    """
    if context.invoked_subcommand is None:
        put(f"{context.get_help()}\n")


@app.command()
def mentions(
    data: Annotated[Path, typer.Option(metavar="DIR", help="The folder that the paths of train.toml are relative to.")],
    pipeline: Pipeline = "immunology",
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where the model is written; the pipeline's own folder by default."),
    ] = None,
    work: Annotated[
        Path, typer.Option(metavar="DIR", help="Keeps finished stages, so that an interrupted training goes on.")
    ] = Path("train-work"),
    threads: Annotated[int, typer.Option(min=1, help="Processors to use.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Train the tagger that a pipeline's train.toml declares: vectors, reading, learning.

    Example: kg train mentions --data ../shared --work /tmp/training --threads 2
    """
    from kg.training import train_mentions

    work.mkdir(parents=True, exist_ok=True)
    where = train_mentions(pipeline, data, out, work, threads, note)
    lines = [f"the model is in {where}; measure it: kg evaluate mentions --pipeline {where.parent} --gold FILE"]
    emit({"model": str(where)}, lines, as_json)


@app.command()
def relations(
    data: Annotated[
        Path, typer.Option(metavar="DIR", help="The folder that the paths of train-relations.toml are relative to.")
    ],
    pipeline: Pipeline = "immunology",
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where the model is written; the pipeline's own folder by default."),
    ] = None,
    threads: Annotated[int, typer.Option(min=1, help="Processors to use.")] = 1,
    member: Annotated[int, typer.Option(min=1, help="Which of the networks that are asked together.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Train the network of pairs that a pipeline's train-relations.toml declares; it builds on the pipeline's tagger.

    Example: kg train relations --data ../shared --out my-pipeline/model
    """
    from kg.training_relations import train_relations

    where = train_relations(pipeline, data, out, threads, note, member)
    lines = [f"the model is in {where}; measure it: kg evaluate relations --pipeline {where.parent} --gold FILE"]
    emit({"model": str(where)}, lines, as_json)
