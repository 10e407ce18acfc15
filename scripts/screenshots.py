"""Take the pictures of the README anew: the form on a phone, and a page of the gap report.

    ./run.sh --data build/pictures --bind 127.0.0.1:8010      (in another terminal)
    .venv/bin/python scripts/screenshots.py http://127.0.0.1:8010/j/… http://127.0.0.1:8010 PASSWORD

The first address and the password are what run.sh printed. Needs Chromium and poppler-utils.
"""

from __future__ import annotations

import argparse
import subprocess
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
PAGE_WIDTH = 700  # pixels of the report's page


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("join", help="address that the QR of the open meeting holds")
    parser.add_argument("base", help="address of the application")
    parser.add_argument("password", help="of the account fasilitator")
    parser.add_argument("--report-page", type=int, default=12, help="page of the PDF that is shown")
    wanted = parser.parse_args()
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        _form(browser, wanted.join)
        _report(browser, wanted.base, wanted.password, wanted.report_page)
        browser.close()


def _form(browser: Browser, join: str) -> None:
    with browser.new_context(
        viewport={"width": 390, "height": 780}, is_mobile=True, has_touch=True, locale="id-ID"
    ) as context:
        page = context.new_page()
        page.goto(join)
        page.check("input[name=kelompok][value=diskominfo]")
        page.click("main form button")
        page.click("main form button")
        page.locator("label:has(input[type=radio][value='2'])").first.click()
        page.get_by_text("Tersimpan ·").first.wait_for()
        page.screenshot(path=IMAGES / "form.png")


def _report(browser: Browser, base: str, password: str, number: int) -> None:
    with browser.new_context(locale="id-ID") as context:
        page = context.new_page()
        page.goto(f"{base}/masuk")
        page.fill("input[name=username]", "fasilitator")
        page.fill("input[type=password]", password)
        page.click("main form button")
        page.goto(f"{base}/daerah/64.72")
        page.click("main a[href^='/asesmen/']")
        page.click("main a[href^='/draf/']")
        page.click("main form button")
        finished = page.locator("a[href^='/draf/berkas/']").first
        finished.wait_for(timeout=120_000)
        with page.expect_download() as download:
            finished.click()
        file = IMAGES / "report.pdf"
        download.value.save_as(file)
    command = ["pdftoppm", "-png", "-singlefile", "-f", str(number), "-scale-to-x", str(PAGE_WIDTH)]
    command += ["-scale-to-y", "-1", str(file), str(IMAGES / "report")]
    subprocess.run(command, check=True)
    file.unlink()


if __name__ == "__main__":
    main()
