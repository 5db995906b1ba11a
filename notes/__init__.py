"""What people write beside the figures: remarks, agreements, and the explanation a samenwerkingsverband gives itself.

A store of its own, so that no build of the warehouse touches it. Knows nothing of the rest of the house.
"""
