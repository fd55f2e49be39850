"""A 制度 as a document: the kinds of rules, and each rule said in plain Chinese."""
