"""Settings: `dev` is the embedded default, `production` takes its engines from the environment, `test` is for pytest."""
