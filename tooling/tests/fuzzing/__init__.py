"""Files changed at random, in small logs of their own: what comes of them is a finding of ours."""
