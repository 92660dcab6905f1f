"""The levers behind the scenes, for tests in other processes and for the page that people use."""
