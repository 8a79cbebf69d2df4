"""EcoIndex of pages: `python bench/ecoindex.py http://localhost:8000/ …`

The published method (ecoindex.fr): how many elements, requests and kilobytes a page
has, each placed among the quantiles of the web; on a screen of 1920 by 1080, scrolled
to its end. More than 80 is an A. The application runs, started by `make run`.
"""

import shutil
import sys
from bisect import bisect_right

from playwright.sync_api import Browser, sync_playwright

ELEMENTS = (
    *(0, 47, 75, 159, 233, 298, 358, 417, 476, 537, 603, 674, 753, 843, 949, 1076),
    *(1237, 1459, 1801, 2479, 594601),
)
REQUESTS = (
    *(0, 2, 15, 25, 34, 42, 49, 56, 63, 70, 78, 86, 95, 105, 117, 130, 147, 170),
    *(205, 281, 3920),
)
KILOBYTES = (
    *(0, 1.37, 144.7, 319.53, 479.46, 631.97, 783.38, 937.91, 1098.62, 1265.47),
    *(1448.32, 1648.27, 1876.08, 2142.06, 2465.37, 2866.31, 3401.59, 4155.73),
    *(5400.08, 8037.54, 223212.26),
)


def place(value: float, quantiles: tuple[float, ...]) -> float:
    below = bisect_right(quantiles, value) - 1
    if below + 1 >= len(quantiles):
        return len(quantiles) - 1
    step = quantiles[below + 1] - quantiles[below]
    return below + (value - quantiles[below]) / step


def ecoindex(elements: int, requests: int, kilobytes: float) -> float:
    weighed = 3 * place(elements, ELEMENTS) + 2 * place(requests, REQUESTS)
    return 100 - 5 * (weighed + place(kilobytes, KILOBYTES)) / 6


def measure(browser: Browser, address: str) -> tuple[int, int, float]:
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    sizes: list[float] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on(
        "Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"])
    )
    page.goto(address, wait_until="networkidle")
    for _screen in range(30):
        page.mouse.wheel(0, 1080)
        page.wait_for_timeout(50)
    page.wait_for_load_state("networkidle")
    # As the method says, what is inside a drawing counts once.
    elements = page.evaluate(
        "document.querySelectorAll('*').length"
        " - document.querySelectorAll('svg *').length"
    )
    page.close()
    return elements, len(sizes), sum(sizes) / 1024


def main() -> None:
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or playwright.chromium.executable_path
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"]
        )
        for address in sys.argv[1:]:
            elements, requests, kilobytes = measure(browser, address)
            score = ecoindex(elements, requests, kilobytes)
            grade = "A" if score > 80 else "B ou moins"
            print(  # noqa: T201
                f"{score:5.1f} {grade}  {elements} éléments, {requests} requêtes, "
                f"{kilobytes:.0f} ko  {address}"
            )
        browser.close()


if __name__ == "__main__":
    main()
