from __future__ import annotations

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.compatibility"]

settings.register_profile(
    "ci", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
settings.load_profile("ci")
