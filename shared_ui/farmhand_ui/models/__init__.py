"""Item models between the controller's records and the views."""
