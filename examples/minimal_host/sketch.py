"""An imaginary program's Python API, the smallest that a Host can work with. Your program brings its own."""


class Program:
    """One running Sketch: a scene file, shots with a camera, and pictures that they use."""

    def __init__(self):
        self.path = ""
        self.changed = False
        self.shots = []
        self.pictures = []

    def open(self, path, shots, pictures):
        """File > Open."""
        self.path, self.shots, self.pictures, self.changed = path, list(shots), list(pictures), False

    def save(self):
        """File > Save."""
        self.changed = False


program = Program()
