"""The gallery: what people see during one night, drawn by other people's renderers of Slack and Teams and a browser."""
