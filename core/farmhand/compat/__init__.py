"""Drop-ins for code that other programs' clients were written for; each is a thin face of Farmhand."""
