"""Training the clause model from the corpus: `python -m nlp train`. Needs scikit-learn; reading does not."""
