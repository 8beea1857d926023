"""The page that leads by a few questions to the stage, whom to contact, the date and a draft."""
