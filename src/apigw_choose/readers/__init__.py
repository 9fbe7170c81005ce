"""From text and files to the model, with a position for every error."""
