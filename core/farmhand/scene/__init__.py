"""A scene as Farmhand sees it, whatever program it came from."""
