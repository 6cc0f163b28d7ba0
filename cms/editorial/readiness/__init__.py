"""Whether a page is ready for the public: rules that a machine can check before an editor approves (ADR 31).

Each rule stands in a module of its own and yields findings; `check` knows them all and what has been waived.
"""
