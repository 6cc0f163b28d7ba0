"""Webhooks in the admin, for network administrators. What is sent, and when, is cms.publishing.webhooks."""
