"""What a change of the log means, as a value, in words and as a card on its pull request."""
