"""The description of the API (OpenAPI 3.1), made from the code that answers.

``document`` puts it together. Schemas follow from the models and blocks, parameters from the endpoints that check
them. What belongs to one group of addresses is a module in ``paths``.
"""
