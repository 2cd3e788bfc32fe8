"""What does somebody read who decides about money and risk: one page, then what stands behind it?"""
