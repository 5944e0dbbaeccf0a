"""The rules of axe, in the light and in the dark dress of a page."""

from axe_playwright_python.sync_playwright import Axe

# To look into stylesheets that import others axe writes inline styles, which the policy stops.
# Of what keeps the rules one example each is told, instead of the whole page.
OPTIONS = {"preload": False, "resultTypes": ["violations"]}
# Half a megabyte of script, which a page needs once.
LOADING, LOADED = Axe(), Axe(axe_script="undefined")
# A colour on its way from one dress to the other has neither's contrast.
SETTLED = "Promise.allSettled(document.getAnimations().map((moving) => moving.finished))"


def assert_accessible(page):
    """Fail with axe's own words where the open page breaks one of its rules.

    The page must be one that runs script: axe is one.
    """
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate(SETTLED)
        axe = LOADED if page.evaluate("'axe' in window") else LOADING
        results = axe.run(page, options=OPTIONS)
        assert results.violations_count == 0, f"{page.url} in {scheme}: {results.generate_report()}"
