"""Takar: smart-city maturity assessment for Indonesian regencies and cities."""
