"""What happens in the room, from its log: rounds, agenda, consensus, minutes. Pure."""
