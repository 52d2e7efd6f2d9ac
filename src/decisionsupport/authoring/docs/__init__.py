"""Pages of a pack for those who must approve it: what forms ask, how they score, what rules do.

Law: the pages follow from the pack alone; the same pack gives the same bytes.
"""

from decisionsupport.authoring.docs.pages import pages

__all__ = ["pages"]
