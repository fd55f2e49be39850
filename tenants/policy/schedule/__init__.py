"""Which days the rules name: meetings, receptions, hand-ins, deadlines."""
