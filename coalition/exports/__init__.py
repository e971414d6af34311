"""What leaves the register: lists as CSV with a descriptor, services as Open Referral UK, a vCard.

Everything here is handed rows that somebody may see; none of it asks who.
"""
