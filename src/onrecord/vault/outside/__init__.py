"""What others say of the log's signed heads: authorities that stamp, witnesses that cosign, calendars, followers.

It owns the questions, the answers as they came, and what they prove. It never opens a connection: a caller brings one.
"""
