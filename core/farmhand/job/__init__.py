"""From a Scene and the user's choices to the four files that describe a job to the farm."""
