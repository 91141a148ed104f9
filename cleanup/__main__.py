"""python -m cleanup"""

import sys

from cleanup.cli import main

sys.exit(main())
