"""What a visit's form asks for, made of the rules in force."""
