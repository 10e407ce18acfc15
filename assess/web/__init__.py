"""Flask: one blueprint per audience. The application is made in application.py."""
