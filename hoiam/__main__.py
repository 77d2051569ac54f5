"""`python -m hoiam`: the `hoiam` command (lệnh hoiam)."""

import sys

try:
    from hoiam.config.command import main

    sys.exit(main(sys.argv[1:]))
except KeyboardInterrupt:  # while its modules are still being read
    sys.exit(130)
