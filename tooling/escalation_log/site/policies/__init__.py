"""The pages of policies: stages, flowcharts, contacts."""
