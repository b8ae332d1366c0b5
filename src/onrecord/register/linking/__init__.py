"""Linking: who is one person across lists, learnt without labels and bettered by answers, with reasons for a person.

It owns candidates, evidence, weights and groups. It never merges on a name alone, and never against what forbids it.
"""
