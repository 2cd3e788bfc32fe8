"""What runs in the process of a system under test: nothing but the standard library, numpy and onnxruntime.

Started as ``python -I .../child/__main__.py`` under any interpreter from 3.10 on that has some build of onnxruntime;
seatrial itself need not be installed there.
"""
