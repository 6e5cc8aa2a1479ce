/// The version of Martlet, as in `pyproject.toml`: a test compares the two.
public let martletVersion = "0.1.0"
