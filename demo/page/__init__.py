"""The demo in a browser: a resident's phone and the staff group on one page, served to this machine alone."""

from demo.page.backstage import Backstage
from demo.page.scene import Scene
from demo.page.site import PageSite

__all__ = ["Backstage", "PageSite", "Scene"]
