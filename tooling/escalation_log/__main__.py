"""`python -m escalation_log`, which is the command `escalog`."""

from __future__ import annotations

from escalation_log.cli import main

if __name__ == "__main__":
    main()
