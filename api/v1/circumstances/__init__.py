"""What stands beside a student's visits: groups, events, excusals."""
