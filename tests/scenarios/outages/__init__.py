"""What takes minutes, since processes are killed and servers stopped: ``make outages``."""
