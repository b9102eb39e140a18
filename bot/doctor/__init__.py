"""`cairn doctor`: look at an installation, say what is wrong with it and what to do about each fault.

What is seen and what it means are apart: `stores.py`, `slack_side.py` and `live.py` look, the `about_` modules decide.
"""
