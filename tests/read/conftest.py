"""Settings for this room's property tests."""

from hypothesis import settings

settings.register_profile("kgraph", deadline=None)  # a busy machine is no defect; time has its own tests
settings.load_profile("kgraph")
