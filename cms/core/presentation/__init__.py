"""How things are shown to a reader: dates and amounts, links, menus, cards, drawings, data for search engines.

Plain functions without templates, so that they can be tested and used by any app;
``cms.core.templatetags.site_tags`` offers them to templates.
"""
