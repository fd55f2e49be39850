"""Hand-written, hand-labelled notes: what the pipeline is trained and measured on."""
