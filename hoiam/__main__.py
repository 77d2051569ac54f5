"""`python -m hoiam`: the `hoiam` command (lệnh hoiam)."""

import sys

from hoiam.config.command import main

sys.exit(main(sys.argv[1:]))
