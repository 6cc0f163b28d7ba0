"""Two people: one proposes what changes a public page without changing its text, a reviewer who is another does it."""
