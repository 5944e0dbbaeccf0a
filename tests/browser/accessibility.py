"""The rules of axe, in the light and in the dark dress of a page."""

from axe_playwright_python.sync_playwright import Axe

# To look into stylesheets that import others axe writes inline styles, which the policy stops.
OPTIONS = {"preload": False}


def assert_accessible(page):
    """Fail with axe's own words where the open page breaks one of its rules."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        results = Axe().run(page, options=OPTIONS)
        assert results.violations_count == 0, f"{page.url} in {scheme}: {results.generate_report()}"
