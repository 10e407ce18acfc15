"""The pattern pages as files, without a database: `python -m tests.look.preview FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined

from assess.web import formatting, language, patterns

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "assess" / "web" / "static"
PAGES = {
    "index": "/patterns",
    "question": "/patterns/question",
    "projector": "/patterns/projector",
    "poster": "/patterns/poster",
}


def pattern_app() -> Flask:
    """What the templates rely on, and nothing else."""
    app = Flask(__name__, static_folder=None, template_folder=str(ROOT / "templates"))
    app.config.update(SECRET_KEY="only for looking at", TESTING=True)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    CSRFProtect(app)
    language.install(app)
    formatting.install(app)
    app.register_blueprint(patterns.blueprint)
    app.context_processor(
        lambda: {
            "language": language.language(),
            "other_language_url": language.other_language_url(),
            "asset": lambda name: (STATIC / name).as_uri(),
            "nav_items": [("Beranda", "/", True), ("Banding", "/banding", False)],
            "account": {"name": "Fasilitator Contoh"},
            "log_out_url": "/keluar",
            "home_url": "/",
        }
    )
    return app


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    visitor = pattern_app().test_client()
    for name, address in PAGES.items():
        (folder / f"{name}.html").write_text(visitor.get(address).text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
