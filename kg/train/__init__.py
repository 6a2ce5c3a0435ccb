"""gold Extractions -> a pipeline's weights.

Needs the packages of the extra `train` (PyTorch, floret), which nothing but training imports.
"""
