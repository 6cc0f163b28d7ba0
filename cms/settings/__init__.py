"""Settings: `dev` is the embedded default, `production` takes engines from the environment, `test` is for pytest."""
