"""What is still due: the quotas and triggers of the 制度 in force, held against the visits made."""
