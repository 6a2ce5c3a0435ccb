"""Two graph folders -> a Diff: `compare.compare` finds what changed and why, `page.write_page` shows it."""
