"""Moving files: engines are programs, started from an argument list, watched, and cancellable."""
