"""What people's decisions teach: how precise a finding is, which one becomes a hint, what the checks miss."""
