"""A graph folder -> pages people look at: `page.write_page` writes one self-contained HTML page."""
