"""``python -m seatrial``: starts the command by its name, as nothing imports the mapped folders statically."""

import runpy

runpy.run_module("seatrial.cli", run_name="__main__", alter_sys=True)
