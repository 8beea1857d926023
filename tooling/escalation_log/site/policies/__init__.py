"""The pages of policies: stages, flowcharts and contacts."""
