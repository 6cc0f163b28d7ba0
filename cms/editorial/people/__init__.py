"""People come by an invitation, and what they leave behind has somebody who minds it (ADR 34)."""
