"""Language models: known ones, downloads, the host process, endpoints."""
