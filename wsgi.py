"""The application for a WSGI server: `granian --interface wsgi wsgi:app`, `gunicorn wsgi:app`."""

import gc
import os

from assess.settings import settings_from
from assess.web.application import create_app

app = create_app(settings_from(os.environ))

# What was made so far lives as long as the process: the collector need not look at it again with
# every few hundred requests of a hall.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
