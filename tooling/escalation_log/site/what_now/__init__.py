"""The page that leads by a few questions to the stage, the contacts, the date and a draft."""
