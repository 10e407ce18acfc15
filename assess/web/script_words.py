"""The words that the answering script says, put into its file once for each language.

In each section's page they would travel with every page; in the file they are cached for a year.
"""

from __future__ import annotations

import json

from flask import Flask
from flask_babel import force_locale, gettext

from assess.web.assets import Assets
from assess.web.language import LANGUAGES

SCRIPT = "answering.js"
PLACE = "const words = {};"  # stands in the script; filled in here


def install(app: Flask, assets: Assets) -> None:
    """Add `answering.id.js` and `answering.en.js` to the assets."""
    script = assets.text(SCRIPT)
    if PLACE not in script:
        raise RuntimeError(f"{SCRIPT} has no place for its words")
    for language in LANGUAGES:
        with app.app_context(), force_locale(language):
            words = json.dumps(_words(), ensure_ascii=False)
        name = f"answering.{language}.js"
        assets.add(name, script.replace(PLACE, f"const words = {words};", 1).encode())


def _words() -> dict[str, str]:
    return {
        "saved": gettext("Tersimpan · {done} dari {total}"),
        "saving": gettext("Menyimpan…"),
        "waiting": gettext("{count} jawaban belum tersimpan, menunggu jaringan"),
        "closed": gettext(
            "FGD sudah ditutup. {count} jawaban terakhir belum tersimpan. Beri tahu fasilitator."
        ),
        "refused": gettext("Halaman ini sudah usang. Muat ulang halaman."),
        "stale": gettext(
            "Jawaban ini sudah diubah di perangkat lain, jadi tidak ditimpa. Di perangkat lain: "
            "{stored}. Pilihan Anda di sini: {given}. Pilih lagi."
        ),
        "target": gettext(
            "Target dihapus karena lebih rendah daripada keadaan saat ini. Pilih target lagi."
        ),
        "level": gettext("tingkat {level}"),
        "both": gettext("tingkat {level}, target tingkat {target}"),
        "next": gettext("Lanjut"),
        "finish": gettext("Simpan dan lanjut"),
    }
