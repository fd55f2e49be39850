"""One note through the checks: `prints` finds what to compare with, `notes` asks nlp, `writing` stores."""
