from __future__ import annotations

from kg.core.errors import InputError, RecordError
from kg.core.report import Report


def test_a_report_takes_down_inputs_and_records() -> None:
    report = Report()
    report.note(InputError("a.xml", "is empty"))
    report.note(RecordError("b.xml", 4, "is empty"))
    assert [(row["input"], row["record"]) for row in report.skipped] == [("a.xml", 0), ("b.xml", 4)]
    assert report.reasons() == {"is empty": 2}
