"""What is put together when the application starts, once for each language: the script of the
participants' pages with the words it says, and the manifest that lets a phone install them.

The script is written as modules and served as one file: a hall has many phones and one access
point, and each request more is asked for by all of them.
"""

from __future__ import annotations

import json
import re

from flask import Flask
from flask_babel import force_locale, gettext

from assess.web.assets import Assets
from assess.web.language import LANGUAGES

MODULES = ("outbox", "notice", "sending", "pages", "questions", "start")
WORKER = "service_worker.js"
PLACES = {"words": "export const words = {};", "worker": "export const worker = '';"}
_COMMENT = re.compile(r"(^|\s)// .*")
_NEEDLESS_BREAK = re.compile(r"(?<=[;{},(\[])\n|\n(?=[.)\]}])")
_IMPORT = re.compile(r"import \{[^}]*\} from '\./\w+\.js';")


def install(app: Flask, assets: Assets) -> None:
    """Add `answering.id.js`, `answering.en.js` and the manifests to the assets."""
    modules = [assets.text(f"phone/{name}.js") for name in MODULES]
    assets.add(WORKER, thinned(assets.text(WORKER)).encode())
    for language in LANGUAGES:
        with app.app_context(), force_locale(language):
            words = json.dumps(_words(), ensure_ascii=False)
            manifest = json.dumps(_manifest(assets, language), ensure_ascii=False)
        script = assets.text("phone/words.js")
        script = _put(script, PLACES["words"], f"export const words = {words};")
        script = _put(
            script, PLACES["worker"], f"export const worker = '{assets.address(WORKER)}';"
        )
        bundle = "".join(thinned(each) for each in (script, *modules))
        assets.add(f"answering.{language}.js", bundle.encode())
        assets.add(f"manifest.{language}.webmanifest", manifest.encode())


def thinned(module: str) -> str:
    """The module without its comments, indents, imports and exports: one scope holds all."""
    lines = (_COMMENT.sub("", line).strip() for line in module.splitlines())
    kept = [line for line in lines if line and not _IMPORT.fullmatch(line)]
    return _NEEDLESS_BREAK.sub("", "".join(line.removeprefix("export ") + "\n" for line in kept))


def _put(script: str, place: str, what: str) -> str:
    if place not in script:
        raise RuntimeError(f"words.js has no place for {what[:30]}")
    return script.replace(place, what, 1)


def _manifest(assets: Assets, language: str) -> dict[str, object]:
    return {
        "id": "/isi/",
        "name": gettext("Takar, pengisian FGD"),
        "short_name": "Takar",
        "lang": language,
        "start_url": "/isi/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#1b2430",
        "icons": [
            {"src": assets.address("favicon.svg"), "type": "image/svg+xml", "sizes": "any"},
            {"src": assets.address("icon-192.png"), "type": "image/png", "sizes": "192x192"},
            {"src": assets.address("icon-512.png"), "type": "image/png", "sizes": "512x512"},
        ],
    }


def _words() -> dict[str, str]:
    return {
        "saved": gettext("Tersimpan · {done} dari {total}"),
        "saving": gettext("Menyimpan…"),
        "waiting": gettext("{count} jawaban disimpan di ponsel, menunggu jaringan"),
        "late": gettext(
            "Belum terkirim sejak {time}: {count} jawaban. Jangan hapus data peramban."
        ),
        "again": gettext("Coba kirim lagi"),
        "memory": gettext(
            "Peramban ini tidak bisa menyimpan di ponsel. Jangan tutup halaman ini sebelum semua "
            "jawaban terkirim."
        ),
        "offline": gettext("Tanpa jaringan. Halaman ini menunjukkan keadaan pukul {time}."),
        "ended": gettext("Sudah ditutup. Baca pesan di atas."),
        "closed": gettext(
            "FGD sudah ditutup pukul {time}. {count} jawaban Anda belum sempat terkirim."
        ),
        "round": gettext("Putaran ini sudah ditutup. {count} jawaban Anda belum sempat terkirim."),
        "tell": gettext("Beri tahu fasilitator"),
        "code": gettext(
            "Sebutkan kode {code} kepada fasilitator. Jawaban masih di ponsel ini dan dititipkan "
            "begitu ada jaringan."
        ),
        "held": gettext(
            "Sebutkan kode {code} kepada fasilitator. Jawaban Anda sudah dititipkan, tetapi baru "
            "dihitung setelah fasilitator menerimanya."
        ),
        "choose": gettext("{count} jawaban berbeda di ponsel lain. Pilih salah satu:"),
        "look": gettext("Lihat pertanyaan"),
        "understood": gettext("Mengerti"),
        "unreadable": gettext("Jawaban ini tidak dapat dibaca oleh server. Jawab lagi."),
        "elsewhere": gettext(
            "Ponsel ini masih menyimpan {count} jawaban peserta lain yang belum terkirim. Peserta "
            "itu perlu melanjutkan dengan kode lanjutnya di ponsel ini."
        ),
        "stay": gettext(
            "{count} jawaban belum terkirim, jadi belum dilanjutkan. Tidak ada yang hilang."
        ),
        "without": gettext("Kirim tanpa jawaban itu"),
        "discard": gettext("Hapus {count} jawaban itu dan lanjutkan"),
        "outdated": gettext("Halaman ini sudah usang. Muat ulang halaman."),
        "gone": gettext("Ponsel ini perlu masuk lagi dengan kode lanjut."),
        "stale": gettext(
            "Jawaban ini sudah diubah di perangkat lain, jadi tidak ditimpa. Di perangkat lain: "
            "{stored}. Pilihan Anda di sini: {given}. Pilih lagi."
        ),
        "mine": gettext("Pakai jawaban saya"),
        "theirs": gettext("Pakai jawaban dari ponsel lain"),
        "target": gettext(
            "Target dihapus karena lebih rendah daripada keadaan saat ini. Pilih target lagi."
        ),
        "level": gettext("tingkat {level}"),
        "both": gettext("tingkat {level}, target tingkat {target}"),
        "next": gettext("Lanjut"),
        "finish": gettext("Simpan dan lanjut"),
    }
