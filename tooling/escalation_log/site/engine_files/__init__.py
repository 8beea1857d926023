"""What a browser needs to judge a case itself: the engine, and the files of the log as data."""
