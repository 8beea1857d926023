"""What the tests run beside Python, at exact versions, from wherever npm is set up to fetch."""
