"""kg.train.batches: what is learned from, side by side."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np

from kg.core.features import mark_columns
from kg.train import batches
from tests.unit.train.parts import examples


def test_stretches_are_of_about_one_length_and_leave_nothing_out() -> None:
    made, _ = examples(3)
    cut = batches.stretches([replace(made[0], weight=2.0), *made[1:]], 8)
    assert sum(len(one) for one in cut) == sum(len(one) for one in made)
    assert max(map(len, cut)) <= 8


def test_an_epoch_sees_each_by_its_weight() -> None:
    made, _ = examples(40)
    heavy = [replace(made[0], weight=3.0), replace(made[1], weight=0.0), *made[2:]]
    drawn = [
        one.example for batch in batches.epoch(batches.stretches(heavy, 100), 64, random.Random(0)) for one in batch
    ]
    assert sum(one is heavy[0] for one in drawn) == 3
    assert not any(one is heavy[1] for one in drawn)
    for batch in batches.epoch(batches.stretches(made, 100), 64, random.Random(0)):
        assert max(map(len, batch)) * len(batch) <= 64 or len(batch) == 1


def test_glimpses_are_short() -> None:
    made, _ = examples(40)
    long = batches.stretches(made, 100)
    glimpsed = [one for batch in batches.epoch(long, 64, random.Random(0), 1.0) for one in batch]
    assert len(glimpsed) == len(long)
    assert min(map(len, glimpsed)) < min(map(len, long))


def test_padding_is_no_word() -> None:
    made, table = examples(2)
    short = batches.Stretch(made[0], 2, 11)
    batch = batches.collate([batches.Stretch(made[1], 0, len(made[1])), short], table, 2, random.Random(0))
    inside = batch.inside[1, :, 0].numpy()
    assert inside[:9].all()
    assert not inside[9:].any()
    assert (batch.targets[1, 9:] == -1).all()
    assert (batch.groups[1, 9:] == 0).all()
    assert not set(batch.groups[0].tolist()) & set(batch.groups[1, :9].tolist())  # of another document
    assert np.array_equal(batch.targets[1, :9].numpy(), made[0].targets[2:11])


def test_marks_can_be_left_out() -> None:
    made, table = examples(1)
    flags = made[0].flags.copy()
    flags[:, mark_columns()] = 1
    whole = batches.Stretch(replace(made[0], flags=flags), 0, len(flags))
    with_marks = batches.collate([whole], table, 2, random.Random(0), 0.0).flags
    without = batches.collate([whole], table, 2, random.Random(0), 1.0).flags
    assert with_marks[:, :, mark_columns()].all()
    assert not without[:, :, mark_columns()].any()
