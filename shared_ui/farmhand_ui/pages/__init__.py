"""The panel's pages: each shows one side of the controller and writes back through it alone."""
