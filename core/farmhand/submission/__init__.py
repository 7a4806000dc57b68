"""A submission from a Job to a task that renders, in steps that are written down before and after."""
