"""How is something added to seatrial.yaml so that every byte that stands there stays?"""
