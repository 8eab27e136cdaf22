"""The lines the classifier is trained on, all written for this project, and its training."""
