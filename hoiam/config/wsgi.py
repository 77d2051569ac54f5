"""The web application (ứng dụng web) as a server loads it: it holds the database as long as it lives."""

import os

from django.core.wsgi import get_wsgi_application

from hoiam.config import database, serving

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoiam.config.settings")
os.environ.setdefault("HOIAM_PROCESS", "server")
serving.leave_with_parent()
database.hold()
application = get_wsgi_application()
