"""python -m cleanup"""

from cleanup.cli import run

run()
