"""gold and predicted Extractions -> Scores.

One task is one module (mentions, links, relations) with one class: `add(gold, predicted)` takes down a document,
`scores(documents, seconds)` sums up. What the gold files never mark, taken together, is left out and listed.
"""
