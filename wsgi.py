"""The application for a WSGI server: `granian --interface wsgi wsgi:app`, `gunicorn wsgi:app`."""

import os

from assess.settings import settings_from
from assess.web.application import create_app

app = create_app(settings_from(os.environ))
